import { Redis } from 'ioredis';
import type { RedisLink } from '../link/redis-link.ts';
import { redisOptions } from '../link/redis-options.ts';

/** The name of the BullMQ queue of resolve requests. */
export const resolveQueueName = 'resolve';

/** What BullMQ puts before its keys: the hash tag keeps a queue's keys on one node of a cluster. */
export function jobsPrefix(link: RedisLink): string {
  return `${link.prefix}:{jobs}`;
}

/** A connection as BullMQ wants it: it sends again by itself what a broken connection swallowed. The caller disconnects it. */
export function openJobsConnection(link: RedisLink): Redis {
  const redis = new Redis({
    ...redisOptions(link.url),
    enableOfflineQueue: true,
    autoResendUnfulfilledCommands: true,
    maxRetriesPerRequest: null,
  });
  // The command connection already tells the log of an outage.
  redis.on('error', () => undefined);
  return redis;
}
