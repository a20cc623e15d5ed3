import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import type { StoredPlayback } from './stored-playback.ts';

const lua = streamScript(`
-- Turns the stream on with a new session, not paused; current item and position are those it was left with.
-- KEYS    the stream's
-- ARGV    operation, session id
-- Result  {isFresh, {isNew, playback} as JSON}; nothing changes when it is on
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local isNew = redis.call('HGET', playbackKey, 'isOn') ~= '1'
if isNew then
  redis.call('HSET', playbackKey, 'isOn', '1', 'sessionId', ARGV[2], 'isPaused', '0', 'startedAt', nowMs())
end
return remember(ARGV[1], '{"isNew":' .. tostring(isNew) .. ',"playback":' .. playbackJson() .. '}')
`);

/** {@link PlaybackStore.start} without index and event. */
export function startStream(
  link: RedisLink,
  streamId: StreamId,
  sessionId: string,
  id: OperationId,
): Promise<OperationResult<{ readonly isNew: boolean; readonly playback: StoredPlayback }>> {
  return runOperation(link, streamId, { kind: 'start', id, lua, args: [sessionId] });
}
