/** Length of one frame of playout, milliseconds: every packet of Efir is that long. */
export const frameMs = 20;

/** Samples per channel of one 20 ms frame at 48 kHz; also the step of the RTP timestamp. */
export const frameSamples = 960;

/**
 * One 20 ms SILK packet (wideband, mono, silence). Sent between two independently encoded Opus streams it makes the listener's decoder
 * forget the first, so that it does not emit a full-scale burst (libopus resets its CELT state when the mode changes; FACTS.md "Splices").
 */
export const resetPacket: Uint8Array = Buffer.from('480485002397a019c1495f08', 'hex');

/** One 20 ms CELT packet of digital silence (full band, stereo, silence flag set). */
export const silencePacket: Uint8Array = Buffer.from('fcfffe', 'hex');

/**
 * Samples per channel (48 kHz) in an Opus packet: 120…5,760; 0 when the packet is empty or broken.
 * @see RFC 6716, section 3.1 (the TOC byte) and 3.2 (frame packing)
 */
export function opusPacketSamples(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const packing = toc & 3;
  if (packing === 0) return samplesPerFrame(toc >> 3);
  if (packing < 3) return 2 * samplesPerFrame(toc >> 3);
  return ((packet[1] ?? 0) & 63) * samplesPerFrame(toc >> 3);
}

/** `config` is the upper five bits of the TOC byte: SILK 0–11 (10, 20, 40, 60 ms), hybrid 12–15 (10, 20 ms), CELT 16–31 (2.5 … 20 ms). */
function samplesPerFrame(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] ?? 0;
  if (config < 16) return (config & 1) === 0 ? 480 : 960;
  return 120 << (config & 3);
}
