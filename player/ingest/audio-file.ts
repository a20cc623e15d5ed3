import type { AppError } from '../../errors.ts';

/**
 * An Ogg Opus file in the cache (48 kHz, 20 ms frames), complete or still growing while it is being prepared.
 * Readers that reach its present end ask `state`: `growing` means wait, `complete` means the end, `failed` means it will not grow further.
 */
export interface AudioFile {
  readonly trackId: string;
  readonly path: string;
  readonly state: 'growing' | 'complete' | 'failed';
  readonly error: AppError | null;
  /** Milliseconds; null while growing and not known. */
  readonly durationMs: number | null;
}
