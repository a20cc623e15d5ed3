import type { Redis } from 'ioredis';

/** Waits until the connection can take commands, however often it fails before. @throws the signal's reason. */
export function waitReady(redis: Redis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => () => {
      redis.off('ready', onReady);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onReady = settle(resolve);
    const onAbort = settle(() => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
    else if (redis.status === 'ready') resolve();
    else {
      redis.on('ready', onReady);
      signal.addEventListener('abort', onAbort);
    }
  });
}
