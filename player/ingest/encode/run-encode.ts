import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import { mediaInput } from '../program/media-input.ts';
import { runProgram } from '../program/run-program.ts';

/** One run of ffmpeg from an original to an Ogg Opus file. */
export interface EncodeRun {
  readonly originalPath: string;
  /** Output options, the output's path last. */
  readonly outputArgs: readonly string[];
  readonly niceness: number;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/**
 * Encodes. When ffmpeg is killed from outside it is run once more over the same file: as its output is the same byte for byte,
 * whoever is reading the growing file goes on where it was.
 * @throws AppError `ingest-failed` with ffmpeg's words as cause; `aborted`, `program-missing`, `timeout`.
 */
export async function runEncode({ originalPath, outputArgs, niceness, signal, log }: EncodeRun): Promise<void> {
  const args = ['-nostdin', '-hide_banner', '-v', 'error', ...mediaInput(originalPath), ...outputArgs];
  const options = { signal, niceness, timeoutMs: 60 * 60_000 };
  let run = await runProgram('ffmpeg', args, options);
  if (run.killedBy !== null) {
    log.warn({ killedBy: run.killedBy }, 'ffmpeg was killed, running it again');
    run = await runProgram('ffmpeg', args, options);
  }
  if (run.code === 0) return;
  const words = run.stderr.trim().slice(-2_000) || `ended by ${run.killedBy ?? `code ${run.code}`}`;
  throw new AppError('ingest-failed', 'the sound could not be encoded', { cause: new Error(words) });
}
