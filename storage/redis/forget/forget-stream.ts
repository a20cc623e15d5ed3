import type { StreamId } from '../../model.ts';
import type { OperationId } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { runOperation } from '../run-operation.ts';
import { notesKey } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Turns the stream off and forgets what belongs to it. Counters go on, so that nothing old is taken for something new; the lease is its
-- player's to give up.
-- KEYS    the stream's
-- ARGV    operation
-- Result  {isFresh, id of the session that ended or null as JSON}
-- Idempotent by the operation's remembered result.
local known = recall(ARGV[1])
if known then return {0, known} end
local before = redis.call('HMGET', playbackKey, 'isOn', 'sessionId', 'generation')
redis.call('DEL', queueKey, itemsKey, playbackKey, stateKey, addersKey, countsKey, editsKey, settingsKey, historyKey, votesKey, audienceKey)
if before[3] then redis.call('HSET', playbackKey, 'generation', tonumber(before[3]) + 1) end
redis.call('INCR', versionKey)
return remember(ARGV[1], before[1] == '1' and quoted(before[2]) or 'null')
`);

/** {@link RealtimeStore.forget}. */
export async function forgetStream(
  link: RedisLink,
  announce: Announce,
  streamId: StreamId,
  operation: OperationId,
): Promise<string | null> {
  const { isFresh, result } = await runOperation<string | null>(link, streamId, {
    kind: 'forget',
    id: operation,
    lua,
    args: [],
  });
  if (isFresh && result !== null) {
    announce(streamId, { type: 'stream.ended', data: { sessionId: result, endReason: 'manual', detail: null } });
  }
  await link.call((redis) => redis.del(notesKey(link.prefix, streamId)));
  return result;
}
