import { streamScript } from '../stream-script.ts';
import { editsLua } from './edits-lua.ts';

/**
 * What every script that changes a queue may use.
 *
 * The queue holds exactly the ids in `adders` (hash id → user id of the adder); `counts` is a hash user id → how many of them are the
 * user's, so that limits and turns need no look at the items. `items` may hold more: what was removed and may come back (`edits-lua.ts`).
 */
const queueLua = `
local function lengthNow()
  return redis.call('ZCARD', queueKey)
end

-- The ids at the positions from…to (1-based, inclusive), as far as the queue goes.
local function idsAt(from, to)
  return redis.call('ZRANGE', queueKey, from - 1, to - 1)
end

local function allIds()
  return redis.call('ZRANGE', queueKey, 0, -1)
end

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

-- The opposite: their places are free. Gives the adders. What the items are stays known until 'forget'.
local function leave(ids)
  local _, users = queuedOf(ids)
  inChunks(ids, 1000, function(...)
    redis.call('ZREM', queueKey, ...)
    redis.call('HDEL', addersKey, ...)
  end)
  countBy(users, -1)
  return users
end

local function forget(ids)
  inChunks(ids, 1000, function(...) redis.call('HDEL', itemsKey, ...) end)
end

-- Gives ids[i] the score first + (i - 1) * step.
local function setScores(ids, first, step)
  local scored = {}
  for index, id in ipairs(ids) do
    scored[#scored + 1] = first + (index - 1) * step
    scored[#scored + 1] = id
  end
  inChunks(scored, 1000, function(...) redis.call('ZADD', queueKey, ...) end)
end

-- Makes the queue read 'ids', which are those it holds.
local function arrange(ids)
  redis.call('DEL', queueKey)
  setScores(ids, 1, 1)
end

-- Puts ids behind the first 'count' of the queue. Each time into the same gap halves it: after some forty times all get new scores.
local function putBehind(count, ids)
  local around = redis.call('ZRANGE', queueKey, math.max(count - 1, 0), count, 'WITHSCORES')
  local low, high = tonumber(around[2]), tonumber(around[4])
  if count == 0 then low, high = nil, low end
  if not low then return setScores(ids, (high or #ids + 1) - #ids, 1) end
  if not high then return setScores(ids, low + 1, 1) end
  local step = (high - low) / (#ids + 1)
  -- Two units in the last place of a double: less, and two of them might fall together.
  if step > math.max(math.abs(low), math.abs(high)) * 2 ^ -51 then return setScores(ids, low + step, step) end
  arrange(allIds())
  putBehind(count, ids)
end

-- Those that are in the queue already are moved.
local function putLast(ids)
  putBehind(lengthNow(), ids)
end

-- Puts ids[i] at places[i] (1-based, ascending, in the queue that results), or as near to it as there is room.
local function putAt(places, ids)
  local first, behind = 1, 0
  while first <= #ids do
    local last = first
    while last < #ids and places[last + 1] == places[last] + 1 do last = last + 1 end
    behind = math.min(math.max(behind, places[first] - 1), lengthNow())
    local run = {}
    for index = first, last do run[#run + 1] = ids[index] end
    putBehind(behind, run)
    behind = behind + #run
    first = last + 1
  end
end

local function nothingEdited()
  return '{"type":"none","length":' .. lengthNow() .. '}'
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
  return rememberItems(operation, '{"type":"done","items":', ids, bodies, ',"length":' .. lengthNow()
    .. ',"version":' .. versionNow .. '}')
end
`;

/** A script that changes the queue of a stream: as `streamScript`, with the functions above. */
export function queueScript(body: string): string {
  return streamScript(queueLua + editsLua + body);
}
