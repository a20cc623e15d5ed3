import { randomInt } from 'node:crypto';
import type { Logger } from '../../log.ts';
import type { MediaCertificate } from './certificate.ts';
import { parseListenerOffer, writeListenerAnswer } from './listener-sdp.ts';
import { createMediaPeer } from './media-peer.ts';
import type { ReceivedPacket } from './received-packet.ts';

/** When the speaker that is heard has said nothing for so long, another may be heard. */
const speakerSilentMs = 200;
const ticksPerMs = 48;

/** A browser that hears a call. Whoever made it closes it. */
export interface Listener {
  /** The answer to its offer. */
  readonly sdp: string;
  /** Monotonic ms of the last sign of life. */
  readonly lastSeenAtMs: number;
  heard(packet: ReceivedPacket): void;
  close(): void;
}

/** What {@link createListener} needs. `onClosed`: told once when the browser hangs up. */
export interface ListenerOptions {
  readonly offerSdp: string;
  readonly certificate: MediaCertificate;
  readonly log: Logger;
  readonly onClosed: () => void;
}

/**
 * Answers a browser's offer and sends it one continuous RTP stream: speakers come and go, their packets get this stream's numbers.
 * @throws AppError `engine-failed` when the offer cannot be used.
 */
export async function createListener({ offerSdp, certificate, log, onClosed }: ListenerOptions): Promise<Listener> {
  const offer = parseListenerOffer(offerSdp);
  const ssrc = randomInt(1, 2 ** 31);
  const peer = await createMediaPeer({ remote: offer.remote, certificate, log, onPacket: () => undefined, onClosed });
  const renumber = createRenumbering();
  return {
    sdp: writeListenerAnswer(offer, peer.local, ssrc),
    get lastSeenAtMs() {
      return peer.lastSeenAtMs;
    },
    heard(packet) {
      const numbers = renumber(packet);
      const payload = numbers === null ? null : packet.open();
      if (numbers === null || payload === null) return;
      peer.sendRtp({ ...numbers, ssrc, payloadType: offer.payloadType }, payload);
    },
    close() {
      peer.close().catch((error: unknown) => log.warn({ err: error }, 'listener not closed'));
    },
  };
}

/** The numbers of an outgoing packet. */
export interface RtpNumbers {
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly marker: boolean;
}

/**
 * Makes one RTP stream of several: within a speaker gaps and order stay as they came; a new speaker goes on where the last one ended, at
 * the time that has passed. Null for packets of those who speak while another does.
 */
export function createRenumbering(): (packet: ReceivedPacket) => RtpNumbers | null {
  let from: { ssrc: number; sequenceOffset: number; timestampOffset: number } | null = null;
  let last: { sequence: number; timestamp: number; atMs: number } | null = null;
  return (packet) => {
    const isOther = packet.ssrc !== from?.ssrc;
    if (isOther && last !== null && packet.arrivedAtMs - last.atMs < speakerSilentMs) return null;
    if (from === null || isOther) {
      const passed = last === null ? 0 : Math.round((packet.arrivedAtMs - last.atMs) * ticksPerMs);
      from = {
        ssrc: packet.ssrc,
        sequenceOffset: (last === null ? 0 : last.sequence + 1) - packet.sequenceNumber,
        timestampOffset: (last === null ? 0 : last.timestamp + passed) - packet.timestamp,
      };
    }
    const sequence = (packet.sequenceNumber + from.sequenceOffset) & 0xffff;
    const timestamp = (packet.timestamp + from.timestampOffset) >>> 0;
    last = { sequence, timestamp, atMs: packet.arrivedAtMs };
    return { sequenceNumber: sequence, timestamp, marker: isOther || packet.marker };
  };
}
