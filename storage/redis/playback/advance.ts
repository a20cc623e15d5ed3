import type { QueueItem, StreamId, TrackOutcome } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import type { StoredPlayback } from './stored-playback.ts';

const lua = streamScript(`
-- Ends the current item and takes the head of the queue as current.
-- KEYS    the stream's
-- ARGV    operation, expected generation, outcome of the current item, fence or ''
-- Result  {isFresh, {type 'advanced', ended, playback, taken?: {version, length}} or {type 'stale', playback} as JSON}
-- Idempotent by the generation, which grows with each change, and by the operation's remembered result. With neither a current
-- item nor a queue nothing changes. An older fence than the present one is refused with LEASE_LOST.
local known = recall(ARGV[1])
if known then return {0, known} end
if ARGV[4] ~= '' then requireFence(ARGV[4]) end
local before = redis.call('HMGET', playbackKey, 'generation', 'current')
if (before[1] or '0') ~= ARGV[2] then return {0, '{"type":"stale","playback":' .. playbackJson() .. '}'} end
local ended = orNull(before[2])
local head = redis.call('LINDEX', queueKey, 0)
local taken = ''
local current = ''
if head then
  current = itemsOf({head})[1]
  redis.call('LPOP', queueKey)
  redis.call('HDEL', itemsKey, head)
  taken = ',"taken":{"version":' .. redis.call('INCR', versionKey) .. ',"length":' .. redis.call('LLEN', queueKey) .. '}'
end
if head or ended ~= 'null' then
  redis.call('HINCRBY', playbackKey, 'generation', 1)
  redis.call('HSET', playbackKey, 'current', current, 'positionMs', 0)
  if ended ~= 'null' then redis.call('HSET', playbackKey, 'endedOutcome', ARGV[3]) end
end
return remember(ARGV[1], '{"type":"advanced","ended":' .. ended .. ',"playback":' .. playbackJson() .. taken .. '}')
`);

/** What the script gives. `taken`: the queue after an item was taken from it. */
export type StoredAdvance =
  | {
      readonly type: 'advanced';
      readonly ended: QueueItem | null;
      readonly playback: StoredPlayback;
      readonly taken?: { readonly version: number; readonly length: number };
    }
  | { readonly type: 'stale'; readonly playback: StoredPlayback };

/** {@link PlaybackStore.advance} without its event. */
export function advanceStream(
  link: RedisLink,
  streamId: StreamId,
  step: { readonly expectedGeneration: number; readonly outcome: TrackOutcome; readonly fence: number | null },
  id: OperationId,
): Promise<OperationResult<StoredAdvance>> {
  const args = [step.expectedGeneration, step.outcome, step.fence ?? ''];
  return runOperation(link, streamId, { kind: 'advance', id, lua, args });
}
