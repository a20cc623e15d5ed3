import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { positionArg } from './position-arg.ts';
import { queueScript } from './queue-script.ts';
import { runEdit } from './run-edit.ts';

const lua = queueScript(`
-- Removes the positions from…to (1-based, inclusive).
-- KEYS    the stream's
-- ARGV    operation, from, to, the item id expected at from or ''
-- Result  as 'rememberItems': an Edited; 'none' unless the whole range lies in the queue and the expected item is there
-- Idempotent by the operation's remembered result, 'none' included: it must not remove what came later.
local known = recallItems(ARGV[1])
if known then return known end
local from, to = tonumber(ARGV[2]), tonumber(ARGV[3])
local isThere = from >= 1 and from <= to and to <= lengthNow()
local ids = isThere and idsAt(from, to)
if not isThere or (ARGV[4] ~= '' and ids[1] ~= ARGV[4]) then return remember(ARGV[1], nothingEdited()) end
local removed = fewItemsOf(ids)
local versionNow = redis.call('INCR', versionKey)
local places = {}
for place = from, to do places[#places + 1] = place end
noteEdit({kind = 'remove', version = versionNow, ids = ids, users = leave(ids), places = places})
return edited(ARGV[1], ids, removed, versionNow)
`);

/** {@link QueueStore.remove} without its event. */
export function removeItems(
  link: RedisLink,
  streamId: StreamId,
  range: { readonly from: number; readonly to: number; readonly expectedItemId?: string },
  id: OperationId,
): Promise<OperationResult<Edited>> {
  const args = [positionArg(range.from), positionArg(range.to), range.expectedItemId ?? ''];
  return runEdit(link, streamId, { kind: 'remove', id, lua, args });
}
