/**
 * What every script on a stream begins with: names for its keys and functions it may use.
 *
 * Keys: `queue` sorted set of item ids, their order that of the scores; `items` hash id → item as JSON, which Lua never looks into; `version` counter of queue
 * changes; `playback`, `state`, `lease` hashes; `fence` counter of lease takings; `results` hash operation → its result as JSON, with
 * the sum of their bytes under the empty name; `times` sorted set operation → when; `adders`, `counts` and `edits`: see
 * `queue-script.ts`; `settings` hash name → value as JSON; `history` list of MessagePack arrays {item id, adder, item as JSON, outcome,
 * reason, when}, the latest first; `votes` sorted set user → order, of the present generation only; `audience` hash: see `audience-lua.ts`.
 *
 * Results are remembered for 24 hours, and the latest 1,000 for longer; at most 10,000 and 32 MB of them (a cleared queue is a large
 * result); all are forgotten after a week (six days at least) without an operation. Everything is checked before the first write: Lua has no rollback.
 */
const preamble = `
local queueKey, itemsKey, versionKey, playbackKey, stateKey, leaseKey, fenceKey, resultsKey, timesKey, addersKey, countsKey,
  editsKey, settingsKey, historyKey, votesKey, audienceKey = unpack(KEYS)

local function nowMs()
  local time = redis.call('TIME')
  return time[1] .. string.format('%03d', math.floor(tonumber(time[2]) / 1000))
end

local function recall(operation)
  return redis.call('HGET', resultsKey, operation)
end

-- Of 'count' results, 'bytes' in all; the latest stays in any case.
local function dropOldResults(now, count, bytes)
  local before, gone = bytes, {}
  local oldest = redis.call('ZRANGE', timesKey, 0, math.min(499, count - 2), 'WITHSCORES')
  for index = 1, #oldest, 2 do
    local isOld = now - tonumber(oldest[index + 1]) > 86400000
    local left = count - #gone
    -- Some room for the next, so that not each of them comes here.
    if not (left > 9900 or bytes > 33554432 or (isOld and left > 1000)) then break end
    gone[#gone + 1] = oldest[index]
    bytes = bytes - redis.call('HSTRLEN', resultsKey, oldest[index])
  end
  if #gone == 0 then return end
  redis.call('HDEL', resultsKey, unpack(gone))
  redis.call('ZREM', timesKey, unpack(gone))
  redis.call('HINCRBY', resultsKey, '', bytes - before)
end

local function remember(operation, result)
  local now = tonumber(nowMs())
  redis.call('HSET', resultsKey, operation, result)
  redis.call('ZADD', timesKey, now, operation)
  local bytes = redis.call('HINCRBY', resultsKey, '', #result)
  local count = redis.call('ZCARD', timesKey)
  -- How old they are is looked at now and then only.
  local isDue = count > 10000 or bytes > 33554432 or (count > 1000 and count % 50 == 0)
  if isDue and count > 1 then dropOldResults(now, count, bytes) end
  if redis.call('PTTL', resultsKey) < 518400000 then
    redis.call('PEXPIRE', resultsKey, 604800000)
    redis.call('PEXPIRE', timesKey, 604800000)
  end
  return {1, result}
end

-- In thousands, as a call takes no more than some 8,000 arguments.
local function inChunks(values, size, call)
  for first = 1, #values, size do
    call(unpack(values, first, math.min(first + size - 1, #values)))
  end
end

-- What a hash holds under these names, in their order; false where it holds nothing.
local function lookUp(key, names)
  local values = {}
  inChunks(names, 1000, function(...)
    for _, value in ipairs(redis.call('HMGET', key, ...)) do values[#values + 1] = value end
  end)
  return values
end

local function itemsOf(ids)
  local found = lookUp(itemsKey, ids)
  for index, id in ipairs(ids) do
    if not found[index] then error('the queue names item ' .. id .. ' but does not hold it') end
  end
  return found
end

local function version()
  return redis.call('GET', versionKey) or '0'
end

local function requireFence(fence)
  if tonumber(fence) < tonumber(redis.call('GET', fenceKey) or '0') then error('LEASE_LOST') end
end

local function orNull(text)
  if text and text ~= '' then return text end
  return 'null'
end

local function quoted(text)
  if text and text ~= '' then return cjson.encode(text) end
  return 'null'
end

local function isTrue(text)
  if text == '1' then return 'true' end
  return 'false'
end

-- The stream's playback as JSON without its streamId, whose digits Lua numbers may not hold.
local function playbackJson()
  local p = redis.call('HMGET', playbackKey, 'isOn', 'sessionId', 'isPaused', 'generation', 'current', 'positionMs',
    'seekSerial', 'startedAt', 'endedOutcome')
  return '{"isOn":' .. isTrue(p[1]) .. ',"sessionId":' .. quoted(p[2]) .. ',"isPaused":' .. isTrue(p[3])
    .. ',"generation":' .. (p[4] or '0') .. ',"current":' .. orNull(p[5]) .. ',"positionMs":' .. (p[6] or '0')
    .. ',"seekSerial":' .. (p[7] or '0') .. ',"startedAt":' .. orNull(p[8]) .. ',"endedOutcome":' .. quoted(p[9]) .. '}'
end
`;

/** A script on one stream: the preamble, then `body`. Run it with `streamKeys` as its keys. */
export function streamScript(body: string): string {
  return preamble + body;
}
