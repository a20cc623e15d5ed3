import { decodeFrames, type StereoSound } from './decode-opus.ts';
import type { ReceivedPacket } from './received-packet.ts';
import { extendSequence } from './reception.ts';

const sampleRate = 48_000;
const ticksPerMs = 48;
/** A first packet this soon after the start continues what was heard before: no silence goes before it. */
const continuousMs = 40;
/** When arrival and RTP time are further apart than this, the sender's timestamps stood still while nothing came: time decides. */
const maxDriftTicks = 1000 * ticksPerMs;

/** What a listener hears of a call in a stretch of time. */
export interface Recording {
  /** Packets from before the start: decoders need some 100 ms to find their feet, and a listener's has them. */
  warm(packet: ReceivedPacket): void;
  note(packet: ReceivedPacket): void;
  /** The sound, exactly `seconds` long: packets in order, silence where none came, several sources added up. */
  finish(seconds: number): Promise<StereoSound>;
}

interface PlacedPacket {
  /** Sequence number without wrap-around. */
  readonly sequence: number;
  /** Where its first sample belongs, samples after the start; negative for packets from before. */
  readonly atSample: number;
  readonly payload: Uint8Array;
  readonly gain: number;
}

/** Starts at `startedAtMs` (`performance.now`). */
export function createRecording(startedAtMs: number): Recording {
  const sources = new Map<number, SourceRecording>();

  function source(ssrc: number): SourceRecording {
    const known = sources.get(ssrc) ?? new SourceRecording(startedAtMs);
    sources.set(ssrc, known);
    return known;
  }

  return {
    warm: (packet) => source(packet.ssrc).warm(packet),
    note: (packet) => source(packet.ssrc).note(packet),
    async finish(seconds) {
      const total = Math.round(seconds * sampleRate);
      const channels: [Float32Array, Float32Array] = [new Float32Array(total), new Float32Array(total)];
      for (const recorded of sources.values()) await recorded.mixInto(channels);
      return { sampleRate, channels };
    },
  };
}

/** One RTP source's part of a recording. */
class SourceRecording {
  readonly #startedAtMs: number;
  readonly #warm: ReceivedPacket[] = [];
  readonly #placed: PlacedPacket[] = [];
  #anchor: { sequence: number; timestamp: number; atSample: number } | null = null;

  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  warm(packet: ReceivedPacket): void {
    this.#warm.push(packet);
  }

  note(packet: ReceivedPacket): void {
    const arrivedAt = Math.round((packet.arrivedAtMs - this.#startedAtMs) * ticksPerMs);
    if (this.#anchor === null) {
      const atSample = arrivedAt <= continuousMs * ticksPerMs ? 0 : arrivedAt;
      this.#anchor = { sequence: packet.sequenceNumber, timestamp: packet.timestamp, atSample };
      for (const before of this.#warm) this.#place(before, this.#anchor);
    }
    const expectedAt = this.#anchor.atSample + ((packet.timestamp - this.#anchor.timestamp) | 0);
    if (Math.abs(arrivedAt - expectedAt) > maxDriftTicks) this.#anchor.atSample += arrivedAt - expectedAt;
    this.#place(packet, this.#anchor);
    // The anchor moves along, so that a wrap-around of the 32-bit clock or the 16-bit numbers is never far away.
    const sequence = extendSequence(packet.sequenceNumber, this.#anchor.sequence);
    const atSample = this.#anchor.atSample + ((packet.timestamp - this.#anchor.timestamp) | 0);
    this.#anchor = { sequence, timestamp: packet.timestamp, atSample };
  }

  #place(packet: ReceivedPacket, anchor: { sequence: number; timestamp: number; atSample: number }): void {
    const payload = packet.open();
    if (payload === null) return;
    const sequence = extendSequence(packet.sequenceNumber, anchor.sequence);
    const atSample = anchor.atSample + ((packet.timestamp - anchor.timestamp) | 0);
    this.#placed.push({ sequence, atSample, payload, gain: packet.gain ?? 1 });
  }

  async mixInto(channels: readonly [Float32Array, Float32Array]): Promise<void> {
    const bySequence = new Map(this.#placed.map((packet) => [packet.sequence, packet]));
    const ordered = [...bySequence.values()].sort((a, b) => a.sequence - b.sequence);
    const frames = await decodeFrames(ordered.map(({ payload }) => payload));
    for (const [i, { atSample, gain }] of ordered.entries()) {
      for (const side of [0, 1] as const) {
        addSamples(channels[side], frames[i]?.[side] ?? new Float32Array(), atSample, gain);
      }
    }
  }
}

function addSamples(into: Float32Array, samples: Float32Array, at: number, gain: number): void {
  const from = Math.max(0, -at);
  const to = Math.min(samples.length, into.length - at);
  for (let i = from; i < to; i++) into[at + i] = (into[at + i] ?? 0) + (samples[i] ?? 0) * gain;
}
