import { setImmediate as breathe } from 'node:timers/promises';
import { OpusDecoder } from 'opus-decoder';

/** Samples a channel in a packet of 20 ms. */
const frameSamples = 960;
/** After so many packets other work gets its turn (1 s of sound, about 5 ms of decoding). */
const packetsAtOnce = 50;

/** Stereo sound, 48 kHz, samples −1…1. */
export interface StereoSound {
  readonly sampleRate: 48_000;
  readonly channels: readonly [left: Float32Array, right: Float32Array];
}

/**
 * Decodes Opus packets as a listener's decoder does (libopus, one decoder over all of them, so that joints sound as they would).
 * A null stands for a packet that never came: 20 ms of silence, as is one that cannot be decoded. Mono comes out in both channels.
 */
export async function decodeOpus(packets: readonly (Uint8Array | null)[]): Promise<StereoSound> {
  const frames = await decodeFrames(packets);
  const total = frames.reduce((sum, [left]) => sum + left.length, 0);
  const channels: [Float32Array, Float32Array] = [new Float32Array(total), new Float32Array(total)];
  let at = 0;
  for (const [left, right] of frames) {
    channels[0].set(left, at);
    channels[1].set(right, at);
    at += left.length;
  }
  return { sampleRate: 48_000, channels };
}

/** As {@link decodeOpus}, frame by frame: one pair of channels for each packet. */
export async function decodeFrames(
  packets: readonly (Uint8Array | null)[],
): Promise<(readonly [left: Float32Array, right: Float32Array])[]> {
  const decoder = new OpusDecoder({ channels: 2, sampleRate: 48_000 });
  await decoder.ready;
  try {
    const frames: (readonly [Float32Array, Float32Array])[] = [];
    for (const packet of packets) {
      const decoded = packet === null ? [] : decoder.decodeFrame(packet).channelData;
      const [left, right = left] = decoded;
      const isHeard = left !== undefined && right !== undefined && left.length > 0;
      frames.push(isHeard ? [left, right] : [new Float32Array(frameSamples), new Float32Array(frameSamples)]);
      if (frames.length % packetsAtOnce === 0) await breathe();
    }
    return frames;
  } finally {
    decoder.free();
  }
}
