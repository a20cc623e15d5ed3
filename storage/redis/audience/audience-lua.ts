/**
 * For scripts on a stream's audience: a hash with `sessionId`, whose listeners they are; `count`; `userIds` as JSON; `emptySince`, `keptAt`,
 * `warnedAt` while nobody listens; `recountId`. What stands there of an earlier session counts as nothing.
 */
export const audienceLua = `
local function runsSession(sessionId)
  local playback = redis.call('HMGET', playbackKey, 'isOn', 'sessionId')
  return playback[1] == '1' and playback[2] == sessionId
end

-- The audience of the session that runs as JSON; 'null' when nothing is known of it.
local function audienceJson()
  local names = {'sessionId', 'count', 'userIds', 'emptySince', 'keptAt', 'warnedAt', 'recountId'}
  local a = redis.call('HMGET', audienceKey, unpack(names))
  if not a[1] or not runsSession(a[1]) then return 'null' end
  return '{"sessionId":' .. quoted(a[1]) .. ',"count":' .. a[2] .. ',"userIds":' .. a[3] .. ',"emptySince":' .. orNull(a[4])
    .. ',"keptAt":' .. orNull(a[5]) .. ',"isWarned":' .. tostring(not not a[6]) .. ',"recountId":' .. quoted(a[7]) .. '}'
end

-- Whether the session runs and is as empty as somebody read it: '' for a time that was not there.
local function isAsEmpty(sessionId, emptySince, keptAt)
  local a = redis.call('HMGET', audienceKey, 'sessionId', 'emptySince', 'keptAt')
  return a[1] == sessionId and runsSession(sessionId) and (a[2] or '') ~= '' and a[2] == emptySince and (a[3] or '') == keptAt
end
`;
