import type { StreamId } from '../../model.ts';
import type { OperationId, Undone } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { queueScript } from './queue-script.ts';
import { runEdit } from './run-edit.ts';

const lua = queueScript(`
-- Takes an edit back: the latest that still has an effect, or the one that gave the queue a version.
-- KEYS    the stream's
-- ARGV    operation, version or ''
-- Result  as 'rememberItems': an Undone
-- Idempotent by the operation's remembered result, 'nothing' included: an edit that came later must not be taken back.
local known = recallItems(ARGV[1])
if known then return known end

-- Each gives the items it was about, ids and JSON, or nil when it finds nothing left to do.
local takeBack = {}

function takeBack.add(edit)
  local ids = queuedOf(edit.ids)
  if #ids == 0 then return nil end
  local bodies = itemsOf(ids)
  leave(ids)
  forget(ids)
  return ids, bodies
end

function takeBack.remove(edit)
  local passed = takes() - edit.takes
  local isBack = setOf((queuedOf(edit.ids)))
  local ids, users, places = {}, {}, {}
  for index, id in ipairs(edit.ids) do
    -- What has played since is not known any more.
    if not isBack[id] and redis.call('HSTRLEN', itemsKey, id) > 0 then
      ids[#ids + 1] = id
      users[#users + 1] = edit.users[index]
      places[#places + 1] = edit.places[index] - passed
    end
  end
  if #ids == 0 then return nil end
  putAt(places, ids)
  enter(ids, users)
  return ids, fewItemsOf(ids)
end
takeBack.clear = takeBack.remove

function takeBack.move(edit)
  local ids = queuedOf(edit.ids)
  if #ids == 0 then return nil end
  redis.call('ZREM', queueKey, ids[1])
  putAt({edit.places[1] - (takes() - edit.takes)}, ids)
  return ids, fewItemsOf(ids)
end

-- What came since keeps its place; the places of the others are filled in their order of before.
function takeBack.shuffle(edit)
  local ids = queuedOf(edit.ids)
  if #ids == 0 then return nil end
  local isOld, ordered, taken = setOf(ids), {}, 0
  for place, id in ipairs(allIds()) do
    if isOld[id] then taken = taken + 1 end
    ordered[place] = isOld[id] and ids[taken] or id
  end
  arrange(ordered)
  return {}, {}
end

for _, packed in ipairs(redis.call('LRANGE', editsKey, 0, -1)) do
  local edit = cmsgpack.unpack(packed)
  if ARGV[2] == '' or edit.version == tonumber(ARGV[2]) then
    local ids, bodies = takeBack[edit.kind](edit)
    redis.call('LREM', editsKey, 1, packed)
    if ids then
      return rememberItems(ARGV[1], '{"type":"undone","edit":"' .. edit.kind .. '","items":', ids, bodies, ',"length":'
        .. lengthNow() .. ',"version":' .. redis.call('INCR', versionKey) .. '}')
    end
  end
end
return remember(ARGV[1], '{"type":"nothing"}')
`);

/** {@link QueueStore.undo} without its event. */
export function undoEdit(
  link: RedisLink,
  streamId: StreamId,
  id: OperationId,
  version?: number,
): Promise<OperationResult<Undone>> {
  return runEdit(link, streamId, { kind: 'undo', id, lua, args: [version ?? ''] });
}
