import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../errors.ts';
import type { OpusProfile } from '../encode/opus-args.ts';
import { loudnessTarget } from '../loudness/loudness.ts';
import { normalForm } from '../loudness/measure-loudness.ts';
import { cutOggPackets } from '../ogg/ogg-packets.ts';
import { pipedInput } from '../program/media-input.ts';
import { streamProgram } from '../program/stream-program.ts';
import { createLeveller } from './leveller.ts';

/** OpusHead and OpusTags. */
const headerPackets = 2;
/** Room for the encoder's own overshoot under the ceiling, dB. */
const ceilingDb = loudnessTarget.maxTruePeakDbtp - 1;

/**
 * Encodes sound as it comes to Opus packets of 20 ms (48 kHz, constrained VBR), levelled to −16 LUFS: ffmpeg decodes, the leveller moves
 * the gain, ffmpeg limits and encodes. Whoever reads slowly holds up the source. Ends with it; ended early, the programs are killed.
 * @throws AppError `source-failed` when there is no sound in it, or what the source fails with; `aborted`, `program-missing`.
 */
export async function* encodeLive(
  bytes: AsyncIterable<Uint8Array>,
  profile: OpusProfile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const decoder = streamProgram('ffmpeg', decodeArgs(profile), { signal });
  const encoder = streamProgram('ffmpeg', encodeArgs(profile), { signal });
  const leveller = createLeveller(profile.channels);
  let failure: unknown = null;
  const feeding = pipeline(Readable.from(bytes, { highWaterMark: 4 }), decoder.input, { signal }).catch((error) => {
    failure ??= error;
    // What came before it is still played.
    decoder.input.end();
  });
  const levelling = pipeline(decoder.output, leveller, encoder.input, { signal }).catch((error) => {
    failure ??= error;
    encoder.kill();
  });
  let packets = -headerPackets;
  try {
    for await (const packet of cutOggPackets(encoder.output)) {
      packets += 1;
      if (packets > 0) yield packet;
    }
    const [decoded] = await Promise.all([decoder.ended, encoder.ended, levelling]);
    if (signal.aborted) throw new AppError('aborted', 'the broadcast was closed', { cause: signal.reason });
    if (failure !== null && !isBrokenPipe(failure)) throw failure;
    // Only what its source ended is over; a decoder that left early is a break.
    if (packets > 0 && decoded.code === 0 && failure === null) return;
    throw new AppError('source-failed', 'the broadcast has no sound', { cause: new Error(decoded.stderr) });
  } finally {
    decoder.kill();
    encoder.kill();
    await Promise.allSettled([decoder.ended, encoder.ended]);
    // A source that waits for the network ends when its own signal does.
    void Promise.allSettled([feeding, levelling]);
  }
}

/** A short look at the beginning: somebody waits for sound. */
function decodeArgs({ channels }: OpusProfile): string[] {
  const input = pipedInput(['-probesize', '131072', '-analyzeduration', '1000000', '-fflags', '+discardcorrupt']);
  const output = ['-map', '0:a:0', '-af', normalForm(channels), '-ar', '48000', '-ac', String(channels), '-f', 'f32le'];
  return ['-hide_banner', '-v', 'error', ...input, ...output, '-flush_packets', '1', 'pipe:1'];
}

function encodeArgs({ channels, bitrateKbps }: OpusProfile): string[] {
  const sound = ['-f', 'f32le', '-ar', '48000', '-ac', String(channels), '-probesize', '32', '-i', 'pipe:0'];
  const limit = `alimiter=limit=${(10 ** (ceilingDb / 20)).toFixed(5)}:attack=5:release=80:level=disabled:latency=1`;
  const opus = ['-c:a', 'libopus', '-b:a', `${bitrateKbps}k`, '-vbr', 'constrained', '-frame_duration', '20'];
  const ogg = ['-application', 'audio', '-page_duration', '20000', '-flush_packets', '1', '-f', 'ogg', 'pipe:1'];
  return ['-hide_banner', '-v', 'error', '-protocol_whitelist', 'pipe', ...sound, '-af', limit, ...opus, ...ogg];
}

/** The decoder went away first: what it said tells more. */
function isBrokenPipe(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code))
  );
}
