import type { Redis } from 'ioredis';
import type { Logger } from '../../../log.ts';
import type { RedisObserver } from './redis-observer.ts';
import { describeRedis } from './redis-options.ts';

/** Logs and tells once when the connection is lost and once when it is back. Gives a function that tells the latest error. */
export function watchConnection(
  redis: Redis,
  { url, log, observer }: { readonly url: string; readonly log: Logger; readonly observer?: RedisObserver },
): () => Error | null {
  let latest: Error | null = null;
  let isLost = false;
  redis.on('error', (error: Error) => {
    latest = error;
  });
  redis.on('reconnecting', () => {
    if (isLost) return;
    isLost = true;
    observer?.onConnection(false);
    log.warn({ redis: describeRedis(url), reason: latest?.message }, 'Redis does not answer, reconnecting');
  });
  redis.on('ready', () => {
    if (isLost) log.info({ redis: describeRedis(url) }, 'Redis answers again');
    isLost = false;
    latest = null;
    observer?.onConnection(true);
  });
  return () => latest;
}
