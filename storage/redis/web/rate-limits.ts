import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit, RateLimits } from '../../web-access.ts';
import type { RedisLink } from '../link/redis-link.ts';

/** Limits in fixed windows, one key for each person and limit, which ends with its window. */
export function createRateLimits(link: RedisLink): RateLimits {
  const limiters = new Map<string, RateLimiterRedis>();
  const limiterOf = (redis: Redis, name: string, { points, seconds }: RateLimit) => {
    const id = `${name}:${points}:${seconds}`;
    const known = limiters.get(id);
    if (known !== undefined) return known;
    const keyPrefix = `${link.prefix}:rate:${name}`;
    const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix, points, duration: seconds });
    limiters.set(id, limiter);
    return limiter;
  };
  return {
    take: (name, key, limit) =>
      link.call(async (redis) => {
        try {
          await limiterOf(redis, name, limit).consume(key);
          return { isAllowed: true, retryAfterMs: 0 };
        } catch (error) {
          // That is how it says no; everything else is an error of Redis.
          if (!(error instanceof RateLimiterRes)) throw error;
          return { isAllowed: false, retryAfterMs: error.msBeforeNext };
        }
      }),
  };
}
