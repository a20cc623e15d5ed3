import type { Redis } from 'ioredis';
import type { Logger } from '../../../log.ts';
import { describeRedis } from './redis-options.ts';

/** Logs once when the connection is lost and once when it is back. Gives a function that tells the latest error. */
export function watchConnection(redis: Redis, url: string, log: Logger): () => Error | null {
  let latest: Error | null = null;
  let isLost = false;
  redis.on('error', (error: Error) => {
    latest = error;
  });
  redis.on('reconnecting', () => {
    if (isLost) return;
    isLost = true;
    log.warn({ redis: describeRedis(url), reason: latest?.message }, 'Redis does not answer, reconnecting');
  });
  redis.on('ready', () => {
    if (isLost) log.info({ redis: describeRedis(url) }, 'Redis answers again');
    isLost = false;
    latest = null;
  });
  return () => latest;
}
