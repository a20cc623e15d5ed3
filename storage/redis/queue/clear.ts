import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Empties the queue; the current item plays on.
-- KEYS    the stream's
-- ARGV    operation
-- Result  {isFresh, Edited as JSON}; 'none' when it was empty
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local ids = redis.call('LRANGE', queueKey, 0, -1)
if #ids == 0 then return remember(ARGV[1], '{"type":"none","length":0}') end
local removed = itemsOf(ids)
redis.call('DEL', queueKey, itemsKey)
return remember(ARGV[1], '{"type":"done","items":[' .. table.concat(removed, ',') .. '],"length":0,"version":'
  .. redis.call('INCR', versionKey) .. '}')
`);

/** {@link QueueStore.clear} without its event. */
export function clearQueue(link: RedisLink, streamId: StreamId, id: OperationId): Promise<OperationResult<Edited>> {
  return runOperation(link, streamId, { kind: 'clear', id, lua, args: [] });
}
