import type { AppError } from '../../../errors.ts';

/**
 * Waits no longer than `limitMs` for something that cannot be called off; what becomes of it later is ignored.
 * @throws the error of `late` when the time is up.
 */
export async function within<T>(work: Promise<T>, limitMs: number, late: () => AppError): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
