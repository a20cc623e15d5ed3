import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, toAppError } from '../../../errors.ts';
import { createGrowingFile } from '../growing-file.ts';
import { chooseGain } from '../loudness/choose-gain.ts';
import { estimateLoudness } from '../loudness/estimate-loudness.ts';
import { readOpusDurationMs } from '../ogg/opus-duration.ts';
import type { Hurried, PreparationParts, PreparationTask } from '../preparation.ts';
import { pipedInput } from '../program/media-input.ts';
import { streamProgram } from '../program/stream-program.ts';
import { encodeArgs } from './opus-args.ts';

/** An original that is still coming. */
export interface FollowedOriginal {
  /** What is there of it. */
  readonly path: string;
  /**
   * Its bytes from the first on, as they come.
   * @throws AppError `source-failed`, `aborted`.
   */
  read(): AsyncIterable<Uint8Array>;
}

/** What is encoded, and for whom. */
export interface FollowedTask
  extends Pick<PreparationTask, 'trackId' | 'targetLufs' | 'signal' | 'onGrowing' | 'discard'> {
  readonly followed: FollowedOriginal;
}

/**
 * Encodes an original while it comes, with the gain that its beginning suggests; the encoder waits for the download, not for its end. What comes
 * out is judged, and made better for the next time, when all is there.
 * @throws AppError `ingest-failed`, `source-failed`, `aborted`, `program-missing`.
 */
export async function encodeFollowed(parts: PreparationParts, task: FollowedTask): Promise<Hurried> {
  const { trackId, targetLufs, signal, followed } = task;
  const { channels } = parts.profile;
  const loudness = await estimateLoudness({ path: followed.path, channels, signal }, null);
  const plan = chooseGain(loudness, targetLufs, 'now');
  const path = parts.cache.newPath(trackId);
  const growing = createGrowingFile(trackId, path);
  task.onGrowing(growing);
  try {
    await encodeStream(followed.read(), encodeArgs(path, plan, parts.profile, 'now'), signal);
    const durationMs = await readOpusDurationMs(path);
    if (durationMs === null) throw new AppError('ingest-failed', 'there was no sound to encode');
    growing.complete(durationMs);
    return { path, plan, durationMs };
  } catch (error) {
    growing.fail(toAppError(error, 'ingest-failed'));
    await task.discard(path);
    throw error;
  }
}

async function encodeStream(
  source: AsyncIterable<Uint8Array>,
  outputArgs: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const args = ['-hide_banner', '-v', 'error', ...pipedInput(), ...outputArgs];
  const ffmpeg = streamProgram('ffmpeg', args, { signal });
  ffmpeg.output.resume();
  try {
    // Rejects with the download's error; ffmpeg itself would take its end for the end of the sound.
    await pipeline(Readable.from(source), ffmpeg.input);
  } catch (error) {
    // An encoder that has ended early says why below.
    if (error instanceof AppError || signal.aborted) {
      ffmpeg.kill();
      throw toAppError(error, 'source-failed');
    }
  }
  const { code, stderr } = await ffmpeg.ended;
  if (code === 0) return;
  throw new AppError('ingest-failed', 'the sound could not be encoded', { cause: new Error(stderr) });
}
