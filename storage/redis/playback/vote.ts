import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Counts a vote to skip the current item.
-- KEYS    the stream's
-- ARGV    generation, user id
-- Result  the users that have voted, in the order of their votes; nil when another item, or none, is current
-- Idempotent: it adds to a set, which is emptied with each change of the generation.
local p = redis.call('HMGET', playbackKey, 'generation', 'current')
if (p[1] or '0') ~= ARGV[1] or orNull(p[2]) == 'null' then return nil end
redis.call('ZADD', votesKey, 'NX', redis.call('ZCARD', votesKey), ARGV[2])
redis.call('PEXPIRE', votesKey, 86400000)
return redis.call('ZRANGE', votesKey, 0, -1)
`);

/** {@link PlaybackStore.vote}. */
export async function countVote(
  link: RedisLink,
  streamId: StreamId,
  ballot: { readonly generation: number; readonly userId: number },
): Promise<{ readonly type: 'counted'; readonly userIds: readonly number[] } | { readonly type: 'stale' }> {
  const args = [ballot.generation, ballot.userId];
  const reply = (await link.runScript(lua, streamKeys(link.prefix, streamId), args)) as string[] | null;
  return reply === null ? { type: 'stale' } : { type: 'counted', userIds: reply.map(Number) };
}
