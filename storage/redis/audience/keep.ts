import type { Audience, StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { runOperation } from '../run-operation.ts';
import { streamScript } from '../stream-script.ts';
import { audienceLua } from './audience-lua.ts';

const lua = streamScript(`${audienceLua}
-- Lets the timeout of an empty session count anew.
-- KEYS    the stream's
-- ARGV    operation, session
-- Result  {isFresh, audience as JSON}; 'null', and nothing changed, when somebody listens or the session is over
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local audience = redis.call('HMGET', audienceKey, 'sessionId', 'emptySince')
if audience[1] ~= ARGV[2] or not audience[2] or not runsSession(ARGV[2]) then return remember(ARGV[1], 'null') end
redis.call('HSET', audienceKey, 'keptAt', nowMs())
redis.call('HDEL', audienceKey, 'warnedAt')
return remember(ARGV[1], audienceJson())
`);

/** {@link AudienceStore.keep}. */
export async function keepPlaying(
  link: RedisLink,
  streamId: StreamId,
  sessionId: string,
  id: OperationId,
): Promise<Audience | null> {
  const { result } = await runOperation<Audience | null>(link, streamId, { kind: 'keep', id, lua, args: [sessionId] });
  return result;
}
