import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { queueScript } from '../queue/queue-script.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import type { StoredAdvance } from './advance.ts';
import { currentLua } from './current-lua.ts';

const lua = queueScript(`${currentLua}
-- Goes back to the item before; the current one returns to the front of the queue.
-- KEYS    the stream's
-- ARGV    operation, expected generation
-- Result  {isFresh, as 'advance', or {type 'none'} as JSON}
-- Idempotent by the generation and by the operation's remembered result, 'none' included.
local known = recall(ARGV[1])
if known then return {0, known} end
local generation, ended = readCurrent()
if generation ~= ARGV[2] then return {0, '{"type":"stale","playback":' .. playbackJson() .. '}'} end
local before
for _, packed in ipairs(redis.call('LRANGE', historyKey, 0, -1)) do
  local entry = cmsgpack.unpack(packed)
  -- What failed would only fail again, and keep people from going further back.
  if entry[4] ~= 'failed' then
    redis.call('LREM', historyKey, 1, packed)
    before = {id = entry[1], user = entry[2], json = entry[3]}
    break
  end
end
if not before then return remember(ARGV[1], '{"type":"none"}') end
if #queuedOf({before.id}) > 0 then
  take({before.id})
else
  forget({before.id})
end
if ended and ended.id ~= before.id and #queuedOf({ended.id}) == 0 then
  putBehind(0, {ended.id})
  enter({ended.id}, {ended.user}, {ended.json})
  redis.call('HINCRBY', playbackKey, 'takes', -1)
end
setCurrent(before)
if ended then redis.call('HSET', playbackKey, 'endedOutcome', 'skipped') end
return remember(ARGV[1], '{"type":"advanced","ended":' .. (ended and ended.json or 'null') .. ',"playback":' .. playbackJson()
  .. ',"taken":' .. queueState(redis.call('INCR', versionKey)) .. '}')
`);

/** {@link PlaybackStore.previous} without its event. */
export function goBack(
  link: RedisLink,
  streamId: StreamId,
  step: { readonly expectedGeneration: number },
  id: OperationId,
): Promise<OperationResult<StoredAdvance | { readonly type: 'none' }>> {
  return runOperation(link, streamId, { kind: 'previous', id, lua, args: [step.expectedGeneration] });
}
