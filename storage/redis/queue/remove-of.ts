import type { StreamId } from '../../model.ts';
import type { Edited, OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { queueScript } from './queue-script.ts';
import { runEdit } from './run-edit.ts';

const lua = queueScript(`
-- Removes all items of one person.
-- KEYS    the stream's
-- ARGV    operation, user id
-- Result  as 'rememberItems': an Edited; 'none' when no item is the person's
-- Idempotent by the operation's remembered result, 'none' included.
local known = recallItems(ARGV[1])
if known then return known end
if redis.call('HEXISTS', countsKey, ARGV[2]) == 0 then return remember(ARGV[1], nothingEdited()) end
local list = allIds()
local _, users = queuedOf(list)
local ids, places = {}, {}
for place, user in ipairs(users) do
  if user == ARGV[2] then
    ids[#ids + 1] = list[place]
    places[#places + 1] = place
  end
end
local removed = fewItemsOf(ids)
local versionNow = redis.call('INCR', versionKey)
noteEdit({kind = 'remove', version = versionNow, ids = ids, users = leave(ids), places = places})
return edited(ARGV[1], ids, removed, versionNow)
`);

/** {@link QueueStore.removeOf} without its event. */
export function removeItemsOf(
  link: RedisLink,
  streamId: StreamId,
  userId: number,
  id: OperationId,
): Promise<OperationResult<Edited>> {
  return runEdit(link, streamId, { kind: 'remove-of', id, lua, args: [userId] });
}
