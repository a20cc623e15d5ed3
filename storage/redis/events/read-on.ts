import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisLink } from '../link/redis-link.ts';
import { waitReady } from '../link/wait-ready.ts';

/** How long one blocking read waits. */
export const blockMs = 5_000;
const pauseAfterErrorMs = 250;

/**
 * Repeats a blocking read on a connection of its own until the signal or the link's end, whatever happens to Redis meanwhile.
 * Yields what `read` gives, but for null ("nothing came").
 */
export async function* readOn<T>(
  link: RedisLink,
  signal: AbortSignal,
  read: (redis: Redis) => Promise<T | null>,
): AsyncGenerator<T> {
  const ended = AbortSignal.any([signal, link.closed]);
  if (ended.aborted) return;
  const redis = link.openBlocking(blockMs);
  // A blocked read ends only with its connection.
  const onAbort = () => redis.disconnect();
  ended.addEventListener('abort', onAbort);
  try {
    while (!ended.aborted) {
      const result = await attempt(link, ended, redis, read);
      if (result !== null) yield result;
    }
  } finally {
    ended.removeEventListener('abort', onAbort);
    redis.disconnect();
  }
}

async function attempt<T>(
  link: RedisLink,
  ended: AbortSignal,
  redis: Redis,
  read: (redis: Redis) => Promise<T | null>,
): Promise<T | null> {
  try {
    await waitReady(redis, ended);
    return await read(redis);
  } catch (error) {
    if (ended.aborted) return null;
    link.log.debug({ err: error }, 'a blocking read failed, trying again');
    // Only the end of the wait matters here: the loop looks at the signal.
    await sleep(pauseAfterErrorMs, undefined, { signal: ended }).catch(() => undefined);
    return null;
  }
}
