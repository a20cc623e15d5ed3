import { Redis } from 'ioredis';
import type { RedisLink } from '../link/redis-link.ts';
import { redisOptions } from '../link/redis-options.ts';

/** The name of the BullMQ queue of resolve requests. */
export const resolveQueueName = 'resolve';

/** What BullMQ puts before its keys: the hash tag keeps a queue's keys on one node of a cluster. */
export function jobsPrefix(link: RedisLink): string {
  return `${link.prefix}:{jobs}`;
}

/** The connections of one BullMQ object, and of those that BullMQ makes from them. */
export interface JobsConnections {
  open(): Redis;
  /** From now on a connection that is lost stays lost. Before BullMQ is closed. */
  giveUp(): void;
  /** Ends them all. After BullMQ is closed, or did not close in time. */
  disconnect(): void;
}

/**
 * Connections as BullMQ wants them: they send again by themselves what a broken connection swallowed.
 *
 * When it is closed while Redis is away, BullMQ disconnects and waits for the end of its connections; but ioredis, told to disconnect
 * between two attempts to reconnect, drops the next attempt and never says that it has ended. So that attempt is let happen here, as
 * the last one. BullMQ duplicates what it is given for its blocking reads: the duplicates are treated alike.
 */
export function createJobsConnections(link: RedisLink): JobsConnections {
  const options = redisOptions(link.url);
  const connections = new Set<Redis>();
  let isGivenUp = false;

  function keep(redis: Redis): Redis {
    connections.add(redis);
    // The command connection already tells the log of an outage.
    redis.on('error', () => undefined);
    const duplicate = redis.duplicate.bind(redis);
    redis.duplicate = (override) => keep(duplicate(override));
    const disconnect = redis.disconnect.bind(redis);
    redis.disconnect = (reconnect) => {
      if (!isGivenUp || redis.status !== 'reconnecting') disconnect(reconnect);
      else redis.once('ready', () => disconnect());
    };
    return redis;
  }
  return {
    open: () =>
      keep(
        new Redis({
          ...options,
          enableOfflineQueue: true,
          autoResendUnfulfilledCommands: true,
          maxRetriesPerRequest: null,
          retryStrategy: (times) => (isGivenUp ? null : options.retryStrategy?.(times)),
        }),
      ),
    giveUp() {
      isGivenUp = true;
    },
    disconnect() {
      for (const redis of connections) if (redis.status !== 'end') redis.disconnect();
    },
  };
}
