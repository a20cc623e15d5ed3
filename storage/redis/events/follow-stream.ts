import type { Redis } from 'ioredis';
import type { RedisLink } from '../link/redis-link.ts';
import { blockMs, readOn } from './read-on.ts';
import type { StreamEntry } from './stream-entry.ts';

const entriesAtOnce = 500;

/**
 * Follows a Redis Stream from after `sinceId`, or from the moment of this call. Entries that `decode` refuses are logged and left
 * out. Ends with the signal or the link.
 */
export function followStream<T>(
  link: RedisLink,
  key: string,
  { sinceId, signal, decode }: { sinceId?: string; signal: AbortSignal; decode: (entry: StreamEntry) => T },
): AsyncIterable<T> {
  // Asked for now, not at the first read: what is published between the two belongs to the follower. When Redis is away, "now" is
  // when it is back.
  const start = sinceId === undefined ? link.call((redis) => readLastId(redis, key)).catch(() => null) : sinceId;

  async function* follow(): AsyncGenerator<T> {
    let lastId = await start;
    const batches = readOn(link, signal, async (redis) => {
      lastId ??= await readLastId(redis, key);
      const reply = await redis.xread('COUNT', entriesAtOnce, 'BLOCK', blockMs, 'STREAMS', key, lastId);
      return (reply?.[0]?.[1] ?? null) as readonly StreamEntry[] | null;
    });
    for await (const entries of batches) {
      for (const entry of entries) {
        lastId = entry[0];
        const decoded = decodeOrSkip(link, key, entry, decode);
        if (decoded !== null) yield decoded.value;
      }
    }
  }
  return follow();
}

/** The id of the latest entry; `0-0` when there is none. */
async function readLastId(redis: Redis, key: string): Promise<string> {
  const [latest] = await redis.xrevrange(key, '+', '-', 'COUNT', 1);
  return latest?.[0] ?? '0-0';
}

/** One damaged entry must not keep the rest from coming. */
export function decodeOrSkip<T>(
  link: RedisLink,
  key: string,
  entry: StreamEntry,
  decode: (entry: StreamEntry) => T,
): { readonly value: T } | null {
  try {
    return { value: decode(entry) };
  } catch (error) {
    link.log.error({ key, id: entry[0], err: error }, 'a damaged entry is left out');
    return null;
  }
}
