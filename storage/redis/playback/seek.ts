import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import type { StoredPlayback } from './stored-playback.ts';

const lua = streamScript(`
-- Sets where the current item shall go on.
-- KEYS    the stream's
-- ARGV    operation, expected generation, position in milliseconds
-- Result  {isFresh, {type 'sought' | 'stale', playback} as JSON}; stale also when nothing is current
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local before = redis.call('HMGET', playbackKey, 'generation', 'current')
if (before[1] or '0') ~= ARGV[2] or orNull(before[2]) == 'null' then
  return {0, '{"type":"stale","playback":' .. playbackJson() .. '}'}
end
redis.call('HSET', playbackKey, 'positionMs', ARGV[3])
redis.call('HINCRBY', playbackKey, 'seekSerial', 1)
return remember(ARGV[1], '{"type":"sought","playback":' .. playbackJson() .. '}')
`);

/** {@link PlaybackStore.seek}. */
export function seekTo(
  link: RedisLink,
  streamId: StreamId,
  step: { readonly positionMs: number; readonly expectedGeneration: number },
  id: OperationId,
): Promise<OperationResult<{ readonly type: 'sought' | 'stale'; readonly playback: StoredPlayback }>> {
  const positionMs = Math.max(0, Math.round(step.positionMs));
  return runOperation(link, streamId, { kind: 'seek', id, lua, args: [step.expectedGeneration, positionMs] });
}
