import { AppError } from '../../../errors.ts';
import { mediaInput } from '../program/media-input.ts';
import { runProgram } from '../program/run-program.ts';
import type { Loudness } from './loudness.ts';
import { parseEbur128 } from './parse-ebur128.ts';

/** What is measured, and how urgent it is. */
export interface MeasureOptions {
  readonly path: string;
  /** As it will be heard: the same sound in mono and in stereo does not measure the same. */
  readonly channels: 1 | 2;
  readonly signal: AbortSignal;
  /** Default 15: background work. */
  readonly niceness?: number;
}

/** The filters that bring any source to the form that is measured and encoded: 48 kHz, float, mono or stereo. */
export function normalForm(channels: 1 | 2): string {
  return `aresample=48000,aformat=sample_fmts=flt:channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`;
}

/** A measurement, with the name of the source's codec as ffmpeg calls it (`mp3`, `opus`; null when it did not say). */
export type Measured = Loudness & { readonly codec: string | null };

/**
 * Decodes a whole file and measures integrated loudness and true peak (about 120 × real time on one core).
 * @throws AppError `ingest-failed` with ffmpeg's words as cause; `aborted`, `program-missing`.
 */
export async function measureLoudness({ path, channels, signal, niceness = 15 }: MeasureOptions): Promise<Measured> {
  const filters = `${normalForm(channels)},ebur128=framelog=verbose:peak=true`;
  const args = ['-nostdin', '-hide_banner', '-nostats', ...mediaInput(path)];
  const run = await runProgram('ffmpeg', [...args, '-map', '0:a:0', '-af', filters, '-f', 'null', '-'], {
    signal,
    niceness,
    timeoutMs: 30 * 60_000,
  });
  const loudness = run.code === 0 ? parseEbur128(run.stderr) : null;
  if (loudness === null) {
    throw new AppError('ingest-failed', 'the sound could not be measured', {
      cause: new Error(run.stderr.slice(-2_000)),
    });
  }
  return { ...loudness, codec: /Stream #0:\d+.*?: Audio: (\w+)/.exec(run.stderr)?.[1] ?? null };
}
