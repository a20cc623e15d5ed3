import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { positionArg } from './position-arg.ts';
import { queueScript } from './queue-script.ts';

const lua = queueScript(`
-- Moves the item at one position to another (1-based, both in the queue).
-- KEYS    the stream's
-- ARGV    operation, from, to, the item id expected at from or ''
-- Result  {isFresh, Edited as JSON}; 'none' unless both positions exist and the expected item is there
-- Idempotent by the operation's remembered result, 'none' included.
local known = recall(ARGV[1])
if known then return {0, known} end
local from, to = tonumber(ARGV[2]), tonumber(ARGV[3])
local length = lengthNow()
local isThere = from >= 1 and from <= length and to >= 1 and to <= length
local id = isThere and idsAt(from, from)[1]
if not isThere or (ARGV[4] ~= '' and id ~= ARGV[4]) then
  return remember(ARGV[1], nothingEdited())
end
local moved = itemsOf({id})
local versionNow = version()
if from ~= to then
  redis.call('ZREM', queueKey, id)
  putBehind(to - 1, {id})
  versionNow = redis.call('INCR', versionKey)
  noteEdit({kind = 'move', version = versionNow, ids = {id}, places = {from}})
end
return edited(ARGV[1], {id}, moved, versionNow)
`);

/** {@link QueueStore.move} without its event. */
export function moveItem(
  link: RedisLink,
  streamId: StreamId,
  step: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
  id: OperationId,
): Promise<OperationResult<Edited>> {
  const args = [positionArg(step.from), positionArg(step.to), step.expectedItemId ?? ''];
  return runOperation(link, streamId, { kind: 'move', id, lua, args });
}
