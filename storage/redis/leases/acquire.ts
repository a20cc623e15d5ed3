import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Takes the lease of the stream.
-- KEYS    the stream's
-- ARGV    owner, lifetime in milliseconds, then owners that are dead
-- Result  the fence, or nil when another owner holds it
-- Idempotent: whoever holds it already gets the same fence again, and the full lifetime.
local held = redis.call('HMGET', leaseKey, 'owner', 'fence')
local isOurs, isFree = held[1] == ARGV[1], not held[1]
for index = 3, #ARGV do isFree = isFree or held[1] == ARGV[index] end
if not isOurs and not isFree then return nil end
local fence = isOurs and held[2] or redis.call('INCR', fenceKey)
redis.call('HSET', leaseKey, 'owner', ARGV[1], 'fence', fence)
redis.call('PEXPIRE', leaseKey, ARGV[2])
return tonumber(fence)
`);

/** {@link LeaseStore.acquire}. */
export async function acquireLease(
  link: RedisLink,
  streamId: StreamId,
  ownerId: string,
  ttlMs: number,
  deadOwnerIds: readonly string[] = [],
): Promise<{ readonly fence: number } | null> {
  const fence = await link.runScript(lua, streamKeys(link.prefix, streamId), [ownerId, ttlMs, ...deadOwnerIds]);
  return typeof fence === 'number' ? { fence } : null;
}
