import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../errors.ts';
import { EgressError } from '../../egress/egress-error.ts';

/** Limits on what is saved. */
export interface SaveOptions {
  readonly maxBytes: number;
  /** Longest pause between two pieces, milliseconds. Default 30,000. */
  readonly idleMs?: number;
  readonly signal: AbortSignal;
}

/**
 * Writes a stream to a new file and gives its size in bytes. The caller removes the file when it fails.
 * @throws EgressError `too-large`, `too-long-to-answer` when it stalls, or whatever refusal the stream failed with; AppError `aborted`.
 */
export async function saveStream(
  source: AsyncIterable<Uint8Array>,
  path: string,
  { maxBytes, idleMs = 30_000, signal }: SaveOptions,
): Promise<number> {
  const stalled = new AbortController();
  const idle = setTimeout(() => stalled.abort(), idleMs);
  let sizeBytes = 0;
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      idle.refresh();
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) done(new EgressError({ code: 'too-large', limitMb: Math.round(maxBytes / 2 ** 20) }));
      else done(null, chunk);
    },
  });
  try {
    const file = createWriteStream(path, { flags: 'wx' });
    await pipeline(Readable.from(source), count, file, { signal: AbortSignal.any([signal, stalled.signal]) });
    return sizeBytes;
  } catch (error) {
    if (signal.aborted) throw new AppError('aborted', 'the download was cancelled', { cause: signal.reason });
    if (stalled.signal.aborted) throw new EgressError({ code: 'too-long-to-answer' }, error);
    throw error;
  } finally {
    clearTimeout(idle);
  }
}
