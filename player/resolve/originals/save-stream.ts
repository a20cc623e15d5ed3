import { open } from 'node:fs/promises';
import { AppError } from '../../../errors.ts';
import { EgressError } from '../../egress/egress-error.ts';

/** Limits on what is saved. */
export interface SaveOptions {
  readonly maxBytes: number;
  /** Longest pause between two pieces, milliseconds. Default 30,000. */
  readonly idleMs?: number;
  /** Told of the bytes that are there, after each piece. */
  readonly onSaved?: ((sizeBytes: number) => void) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Writes a stream to a new file and gives its size in bytes. The caller removes the file when it fails. The stream is given up
 * on failure; one that hangs and does not listen is left behind.
 * @throws EgressError `too-large`, `too-long-to-answer` when it stalls, or whatever refusal the stream failed with; AppError `aborted`.
 */
export async function saveStream(
  source: AsyncIterable<Uint8Array>,
  path: string,
  { maxBytes, idleMs = 30_000, onSaved, signal }: SaveOptions,
): Promise<number> {
  const file = await open(path, 'wx');
  const pieces = source[Symbol.asyncIterator]();
  const stop = Promise.withResolvers<never>();
  // It may be rejected while a piece is being written and nobody waits for it.
  void Promise.allSettled([stop.promise]);
  const cancel = () => stop.reject(new AppError('aborted', 'the download was cancelled', { cause: signal.reason }));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const idle = setTimeout(() => stop.reject(new EgressError({ code: 'too-long-to-answer' })), idleMs);
  let sizeBytes = 0;
  try {
    for (;;) {
      // Not `for await` nor `pipeline`: both wait for a hanging source even when it is to be given up.
      const piece = await Promise.race([pieces.next(), stop.promise]);
      if (piece.done === true) return sizeBytes;
      idle.refresh();
      sizeBytes += piece.value.length;
      if (sizeBytes > maxBytes) throw new EgressError({ code: 'too-large', limitMb: Math.round(maxBytes / 2 ** 20) });
      await file.appendFile(piece.value);
      onSaved?.(sizeBytes);
    }
  } finally {
    clearTimeout(idle);
    signal.removeEventListener('abort', cancel);
    // Settled, so that a source that fails while it is being given up disturbs nobody.
    void Promise.allSettled([pieces.return?.()]);
    await file.close();
  }
}
