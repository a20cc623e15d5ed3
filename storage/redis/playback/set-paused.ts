import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { type OperationResult, runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import type { StoredPlayback } from './stored-playback.ts';

const lua = streamScript(`
-- Pauses or goes on.
-- KEYS    the stream's
-- ARGV    operation, '1' | '0'
-- Result  {isFresh, playback as JSON}
-- Idempotent by the operation's remembered result: a late repetition must not undo what came after it.
local known = recall(ARGV[1])
if known then return {0, known} end
redis.call('HSET', playbackKey, 'isPaused', ARGV[2])
return remember(ARGV[1], playbackJson())
`);

/** {@link PlaybackStore.setPaused}. */
export function setPaused(
  link: RedisLink,
  streamId: StreamId,
  isPaused: boolean,
  id: OperationId,
): Promise<OperationResult<StoredPlayback>> {
  return runOperation(link, streamId, { kind: 'set-paused', id, lua, args: [isPaused ? 1 : 0] });
}
