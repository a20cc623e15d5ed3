import { AppError } from '../../../errors.ts';
import type { Queue, QueueItem, StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Reads a window of the queue, at one moment.
-- KEYS    the stream's
-- ARGV    first and last index, 0-based, as ZRANGE
-- Result  {version, length, item as JSON…}
-- Writes nothing.
local found = itemsOf(redis.call('ZRANGE', queueKey, ARGV[1], ARGV[2]))
table.insert(found, 1, redis.call('ZCARD', queueKey))
table.insert(found, 1, version())
return found
`);

/**
 * {@link QueueStore.read}.
 * @throws AppError `internal` when an item is damaged.
 */
export async function readQueue(
  link: RedisLink,
  streamId: StreamId,
  window?: { readonly offset: number; readonly limit: number },
): Promise<Queue & { readonly length: number }> {
  const offset = Math.max(0, window?.offset ?? 0);
  const last = window === undefined ? -1 : offset + window.limit - 1;
  // ZRANGE takes a negative index as counted from the end, but a window of nothing means nothing.
  const range = window !== undefined && window.limit <= 0 ? [1, 0] : [offset, last];
  const reply = (await link.runScript(lua, streamKeys(link.prefix, streamId), range)) as [string, number, ...string[]];
  const [version, length, ...items] = reply;
  return { streamId, version: Number(version), length, items: items.map((json) => parseItem(json, streamId)) };
}

function parseItem(json: string, streamId: StreamId): QueueItem {
  const what = `an item in the queue of stream ${streamId}`;
  const item = parseStored(json, what) as Partial<QueueItem> | null;
  if (typeof item?.itemId !== 'string' || typeof item.track !== 'object') {
    throw new AppError('internal', `Redis holds damaged data: ${what} is not a queue item`);
  }
  return item as QueueItem;
}
