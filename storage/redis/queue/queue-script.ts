import { streamScript } from '../stream-script.ts';
import { editsLua } from './edits-lua.ts';

/**
 * What every script that changes a queue may use.
 *
 * The queue holds exactly the ids in `adders` (hash id → user id of the adder); `counts` is a hash user id → how many of them are the
 * user's, so that limits and turns need no look at the items. `items` may hold more: what was removed and may come back (`edits-lua.ts`).
 */
const queueLua = `
-- Which of the ids the queue holds, in their order, and whose they are.
local function queuedOf(ids)
  local held, users = {}, {}
  for index, user in ipairs(lookUp(addersKey, ids)) do
    if user then
      held[#held + 1] = ids[index]
      users[#users + 1] = user
    end
  end
  return held, users
end

local function setOf(values)
  local set = {}
  for _, value in ipairs(values) do set[value] = true end
  return set
end

local function without(ids, gone)
  local isGone, rest = setOf(gone), {}
  for _, id in ipairs(ids) do
    if not isGone[id] then rest[#rest + 1] = id end
  end
  return rest
end

local function countBy(users, step)
  local sums = {}
  for _, user in ipairs(users) do sums[user] = (sums[user] or 0) + step end
  for user, sum in pairs(sums) do
    if redis.call('HINCRBY', countsKey, user, sum) <= 0 then redis.call('HDEL', countsKey, user) end
  end
end

-- Notes that the queue holds these items, none of which it held; their places are the caller's to give.
-- 'bodies': their JSON, or nil when 'items' has it.
local function enter(ids, users, bodies)
  local adders, items = {}, {}
  for index, id in ipairs(ids) do
    adders[#adders + 1] = id
    adders[#adders + 1] = users[index]
    if bodies then
      items[#items + 1] = id
      items[#items + 1] = bodies[index]
    end
  end
  inChunks(adders, 1000, function(...) redis.call('HSET', addersKey, ...) end)
  inChunks(items, 1000, function(...) redis.call('HSET', itemsKey, ...) end)
  countBy(users, 1)
end

-- The opposite; the places are freed by the caller. Gives the adders. What the items are stays known until 'forget'.
local function leave(ids)
  local _, users = queuedOf(ids)
  inChunks(ids, 1000, function(...) redis.call('HDEL', addersKey, ...) end)
  countBy(users, -1)
  return users
end

local function forget(ids)
  inChunks(ids, 1000, function(...) redis.call('HDEL', itemsKey, ...) end)
end

local function pushFront(ids)
  local reversed = {}
  for index = #ids, 1, -1 do reversed[#reversed + 1] = ids[index] end
  inChunks(reversed, 1000, function(...) redis.call('LPUSH', queueKey, ...) end)
end

local function pushEnd(ids)
  inChunks(ids, 1000, function(...) redis.call('RPUSH', queueKey, ...) end)
end

-- Makes the list that is 'before' read 'after', writing only from the first difference on, or up to the last, whichever is less.
local function rewrite(before, after)
  local head, tail, shorter = 0, 0, math.min(#before, #after)
  while head < shorter and before[head + 1] == after[head + 1] do head = head + 1 end
  while tail < shorter - head and before[#before - tail] == after[#after - tail] do tail = tail + 1 end
  local fresh = {}
  if head >= tail then
    for index = head + 1, #after do fresh[#fresh + 1] = after[index] end
    if head == 0 then redis.call('DEL', queueKey) else redis.call('LTRIM', queueKey, 0, head - 1) end
    pushEnd(fresh)
  else
    for index = 1, #after - tail do fresh[#fresh + 1] = after[index] end
    redis.call('LTRIM', queueKey, -tail, -1)
    pushFront(fresh)
  end
end

-- The ids with others put among them: extra[i] at places[i] (1-based, ascending), or as near to it as there is room.
local function merged(ids, extra, places)
  local all, taken = {}, 0
  for index, id in ipairs(extra) do
    while #all < places[index] - 1 and taken < #ids do
      taken = taken + 1
      all[#all + 1] = ids[taken]
    end
    all[#all + 1] = id
  end
  for index = taken + 1, #ids do all[#all + 1] = ids[index] end
  return all
end

local function nothingEdited()
  return '{"type":"none","length":' .. redis.call('LLEN', queueKey) .. '}'
end

-- What the items are, unless they are many: then nil, and whoever asked looks that up afterwards ('run-edit.ts'), bit by bit.
-- Megabytes in one script would hold everybody up.
local function fewItemsOf(ids)
  if #ids <= 100 then return itemsOf(ids) end
  return nil
end

-- As 'remember' and 'recall', for a result about items: the JSON before and after the list of them, their ids, and what they are,
-- or nil as above. Gives {1, JSON}, or {1, JSON without items, ids, items}; the last only when they are given although many.
local function rememberItems(operation, head, ids, bodies, tail)
  if #ids <= 100 then return remember(operation, head .. '[' .. table.concat(bodies, ',') .. ']' .. tail) end
  local short = head .. '[]' .. tail
  remember(operation, '@' .. cmsgpack.pack({short, ids}))
  return {1, short, ids, bodies}
end

local function recallItems(operation)
  local known = recall(operation)
  if not known then return nil end
  if string.sub(known, 1, 1) ~= '@' then return {0, known} end
  local short, ids = unpack(cmsgpack.unpack(string.sub(known, 2)))
  return {0, short, ids}
end

-- Remembers an Edited about these items.
local function edited(operation, ids, bodies, versionNow)
  return rememberItems(operation, '{"type":"done","items":', ids, bodies, ',"length":' .. redis.call('LLEN', queueKey)
    .. ',"version":' .. versionNow .. '}')
end
`;

/** A script that changes the queue of a stream: as `streamScript`, with the functions above. */
export function queueScript(body: string): string {
  return streamScript(queueLua + editsLua + body);
}
