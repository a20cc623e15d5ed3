import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '../../errors.ts';
import type { AudioFile } from './audio-file.ts';
import { readOpusDurationMs } from './ogg/opus-duration.ts';

/** An {@link AudioFile} that is being written, and the two ways it ends. */
export interface GrowingFile {
  readonly file: AudioFile;
  complete(durationMs: number): void;
  fail(error: AppError): void;
}

/** Creates the view of a file that an encoder is about to write. */
export function createGrowingFile(trackId: string, path: string): GrowingFile {
  let state: AudioFile['state'] = 'growing';
  let error: AppError | null = null;
  let durationMs: number | null = null;
  return {
    file: {
      trackId,
      path,
      get state() {
        return state;
      },
      get error() {
        return error;
      },
      get durationMs() {
        return durationMs;
      },
    },
    complete(length) {
      durationMs = length;
      state = 'complete';
    },
    fail(reason) {
      error = reason;
      state = 'failed';
    },
  };
}

/** An {@link AudioFile} that is all there. */
export function completeFile(trackId: string, path: string, durationMs: number): AudioFile {
  return { trackId, path, state: 'complete', error: null, durationMs };
}

/** How often a growing file is looked at, milliseconds. */
const lookMs = 10;

/**
 * Waits until a growing file holds `enoughMs` of sound, or grows no more. Looking costs some tens of microseconds; the
 * kernel's own notices (inotify) came no sooner.
 */
export async function waitForSound({ file }: GrowingFile, enoughMs: number): Promise<void> {
  let seenBytes = 0;
  while (file.state === 'growing') {
    const { size } = await stat(file.path).catch(ignoreMissing);
    if (size > seenBytes) {
      seenBytes = size;
      if (((await readOpusDurationMs(file.path)) ?? 0) >= enoughMs) return;
    }
    await sleep(lookMs);
  }
}

/** The encoder takes a moment to create its file. */
function ignoreMissing(error: NodeJS.ErrnoException): { size: number } {
  if (error.code === 'ENOENT') return { size: 0 };
  throw error;
}
