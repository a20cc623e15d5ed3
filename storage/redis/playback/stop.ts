import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import type { StoredPlayback } from './stored-playback.ts';

/** Turns off a stream that is on, for scripts that have checked that it shall be. */
export const turnOffLua = `
local function turnOff()
  redis.call('HSET', playbackKey, 'isOn', '0', 'isPaused', '0')
  redis.call('HDEL', playbackKey, 'sessionId', 'startedAt')
end
`;

const lua = streamScript(`${turnOffLua}
-- Turns the stream off; queue, current item and position stay.
-- KEYS    the stream's
-- ARGV    operation
-- Result  {isFresh, {sessionId that ended, playback afterwards} or null as JSON}; null when it was off
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local before = redis.call('HMGET', playbackKey, 'isOn', 'sessionId')
if before[1] ~= '1' then return remember(ARGV[1], 'null') end
turnOff()
return remember(ARGV[1], '{"sessionId":' .. quoted(before[2]) .. ',"playback":' .. playbackJson() .. '}')
`);

/** {@link PlaybackStore.stop} without its event. */
export function stopStream(
  link: RedisLink,
  streamId: StreamId,
  id: OperationId,
): Promise<OperationResult<{ readonly sessionId: string; readonly playback: StoredPlayback } | null>> {
  return runOperation(link, streamId, { kind: 'stop', id, lua, args: [] });
}
