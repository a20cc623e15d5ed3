import type { QueueItem, StreamId } from '../../model.ts';
import type { Added, OperationId, Place } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Adds items at the end or the front, in their order, all or none.
-- KEYS    the stream's
-- ARGV    operation, 'end' | 'front', then id and JSON of each item
-- Result  {isFresh, Added as JSON}
-- Idempotent by the operation's remembered result; an item id that the queue holds already is an error.
local known = recall(ARGV[1])
if known then return {0, known} end
local ids = {}
for index = 3, #ARGV, 2 do
  if redis.call('HEXISTS', itemsKey, ARGV[index]) == 1 then error('the queue already holds item ' .. ARGV[index]) end
  ids[#ids + 1] = ARGV[index]
end
local before = redis.call('LLEN', queueKey)
local first = before + 1
for index = 3, #ARGV, 1000 do
  redis.call('HSET', itemsKey, unpack(ARGV, index, math.min(index + 999, #ARGV)))
end
if ARGV[2] == 'front' then
  first = 1
  local reversed = {}
  for index = #ids, 1, -1 do reversed[#reversed + 1] = ids[index] end
  inChunks(reversed, 1000, function(...) redis.call('LPUSH', queueKey, ...) end)
else
  inChunks(ids, 1000, function(...) redis.call('RPUSH', queueKey, ...) end)
end
return remember(ARGV[1], '{"firstPosition":' .. first .. ',"lastPosition":' .. first + #ids - 1
  .. ',"length":' .. before + #ids .. ',"version":' .. redis.call('INCR', versionKey) .. '}')
`);

/** {@link QueueStore.add} without its event. `items` holds at least one. */
export function addItems(
  link: RedisLink,
  streamId: StreamId,
  items: readonly QueueItem[],
  place: Place,
  id: OperationId,
): Promise<OperationResult<Added>> {
  const pairs = items.flatMap((item) => [item.itemId, JSON.stringify(item)]);
  return runOperation(link, streamId, { kind: 'add', id, lua, args: [place, ...pairs] });
}
