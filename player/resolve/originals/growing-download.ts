import { open } from 'node:fs/promises';
import { AppError } from '../../../errors.ts';

/** A download that others read while it is being written. Whoever downloads says how far it is, and how it ended. */
export interface GrowingDownload {
  readonly path: string;
  readonly totalBytes: number;
  /** So many bytes are in the file. */
  grow(sizeBytes: number): void;
  /** All is there, or, with an error, no more comes. */
  end(error?: unknown): void;
  /**
   * Waits until so many bytes are there; false: it has ended with fewer.
   * @throws AppError `aborted`.
   */
  has(sizeBytes: number, signal: AbortSignal): Promise<boolean>;
  /**
   * The bytes from the first on, as they come.
   * @throws AppError `source-failed` when the download fails, `aborted`.
   */
  read(signal: AbortSignal): AsyncGenerator<Uint8Array>;
}

const pieceBytes = 256 * 1024;

/** Creates the view of a file that a download is about to write. */
export function createGrowingDownload(path: string, totalBytes: number): GrowingDownload {
  let size = 0;
  let ended: { readonly error: unknown } | null = null;
  let changed = Promise.withResolvers<void>();
  const tell = () => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  /** Until it has grown or ended. */
  async function change(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(new AppError('aborted', 'nobody reads any more', { cause: signal.reason }));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([changed.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    path,
    totalBytes,
    grow(sizeBytes) {
      size = sizeBytes;
      tell();
    },
    end(error = null) {
      ended = { error };
      tell();
    },
    async has(sizeBytes, signal) {
      while (size < sizeBytes && ended === null) await change(signal);
      return size >= sizeBytes;
    },
    async *read(signal) {
      // The file may be given its final name meanwhile: what is open stays open.
      const file = await open(path, 'r');
      try {
        for (let at = 0; ; ) {
          while (at >= size && ended === null) await change(signal);
          if (at >= size) break;
          const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(pieceBytes, size - at)), 0, null, at);
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
      const error = ended?.error ?? null;
      if (error !== null) throw new AppError('source-failed', 'the download broke off', { cause: error });
    },
  };
}
