/**
 * Changes of the current item, for scripts made by `queueScript`. `currentId` and `currentBy` in `playback` are its id and adder, as
 * Lua does not look into an item's JSON.
 */
export const currentLua = `
local function readCurrent()
  local p = redis.call('HMGET', playbackKey, 'generation', 'current', 'currentId', 'currentBy')
  local hasCurrent = p[2] and p[2] ~= ''
  return p[1] or '0', hasCurrent and {id = p[3], user = p[4], json = p[2]} or nil
end

-- A new generation, which nobody has voted on. 'item': nil for none.
local function setCurrent(item)
  redis.call('HINCRBY', playbackKey, 'generation', 1)
  redis.call('HSET', playbackKey, 'current', item and item.json or '', 'currentId', item and item.id or '',
    'currentBy', item and item.user or '', 'positionMs', 0)
  redis.call('DEL', votesKey)
end

-- Takes items out of the queue for good. Gives the adders.
local function take(ids)
  local users = leave(ids)
  forget(ids)
  return users
end

local function queueState(versionNow)
  return '{"version":' .. versionNow .. ',"length":' .. lengthNow() .. '}'
end
`;
