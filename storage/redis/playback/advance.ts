import type { QueueItem, StreamId, TrackOutcome } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { queueScript } from '../queue/queue-script.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { currentLua } from './current-lua.ts';
import type { StoredPlayback } from './stored-playback.ts';

const lua = queueScript(`${currentLua}
-- Ends the current item and takes the next from the head of the queue as current.
-- KEYS    the stream's
-- ARGV    operation, expected generation, outcome of the current item, fence or '', why it ended or '', which item from the head (1…)
-- Result  {isFresh, {type 'advanced', ended, playback, taken?: {version, length}} or {type 'stale', playback} as JSON}
-- Idempotent by the generation, which grows with each change, and by the operation's remembered result. With neither a current
-- item nor a queue nothing changes. An older fence than the present one is refused with LEASE_LOST.
local known = recall(ARGV[1])
if known then return {0, known} end
if ARGV[4] ~= '' then requireFence(ARGV[4]) end
local generation, ended = readCurrent()
if generation ~= ARGV[2] then return {0, '{"type":"stale","playback":' .. playbackJson() .. '}'} end
local outcome, count = ARGV[3], tonumber(ARGV[6])
local loop = redis.call('HGET', settingsKey, 'loop')
local endedJson = ended and ended.json or 'null'
local taken = ''

if ended and outcome == 'finished' and loop == '"track"' then
  setCurrent(ended)
else
  local passed = idsAt(1, count)
  -- All are looked up before the first write.
  itemsOf(passed)
  local left = {}
  for index = 1, math.min(#passed, count - 1) do left[index] = passed[index] end
  local returning = loop == '"queue"' and ended and (outcome == 'finished' or outcome == 'skipped')
    and #queuedOf({ended.id}) == 0
  if returning then
    putLast({ended.id})
    enter({ended.id}, {ended.user}, {ended.json})
  end
  local leftBy = nil
  if loop == '"queue"' then putLast(left) else leftBy = leave(left) end
  local head = idsAt(1, 1)[1]
  local nextItem = nil
  if head then
    local json = itemsOf({head})[1]
    nextItem = {id = head, user = take({head})[1], json = json}
  end
  if #passed > 0 or returning then
    redis.call('HINCRBY', playbackKey, 'takes', #left + 1)
    local versionNow = redis.call('INCR', versionKey)
    if leftBy and #left > 0 then
      local places = {}
      for place = 1, #left do places[place] = place end
      noteEdit({kind = 'remove', version = versionNow, ids = left, users = leftBy, places = places})
    end
    taken = ',"taken":' .. queueState(versionNow)
  end
  if ended then
    local top = redis.call('LINDEX', historyKey, 0)
    if top and cmsgpack.unpack(top)[1] == ended.id then redis.call('LPOP', historyKey) end
    redis.call('LPUSH', historyKey, cmsgpack.pack({ended.id, ended.user, ended.json, outcome, ARGV[5], nowMs()}))
    redis.call('LTRIM', historyKey, 0, 49)
  end
  if #passed > 0 or ended then setCurrent(nextItem) end
end
if ended then redis.call('HSET', playbackKey, 'endedOutcome', outcome) end
return remember(ARGV[1], '{"type":"advanced","ended":' .. endedJson .. ',"playback":' .. playbackJson() .. taken .. '}')
`);

/** What the script gives. `taken`: the queue after it changed. */
export type StoredAdvance =
  | {
      readonly type: 'advanced';
      readonly ended: QueueItem | null;
      readonly playback: StoredPlayback;
      readonly taken?: { readonly version: number; readonly length: number };
    }
  | { readonly type: 'stale'; readonly playback: StoredPlayback };

/** {@link PlaybackStore.advance} without its event. A `count` that is no whole number from 1 on counts as 1. */
export function advanceStream(
  link: RedisLink,
  streamId: StreamId,
  step: {
    readonly expectedGeneration: number;
    readonly outcome: TrackOutcome;
    readonly fence: number | null;
    readonly reason?: string | null;
    readonly count?: number;
  },
  id: OperationId,
): Promise<OperationResult<StoredAdvance>> {
  const { expectedGeneration, outcome, fence, reason, count = 1 } = step;
  const which = Number.isSafeInteger(count) ? Math.max(1, count) : 1;
  const args = [expectedGeneration, outcome, fence ?? '', reason ?? '', which];
  return runOperation(link, streamId, { kind: 'advance', id, lua, args });
}
