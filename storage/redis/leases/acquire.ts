import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Takes the lease of the stream.
-- KEYS    the stream's
-- ARGV    owner, lifetime in milliseconds
-- Result  the fence, or nil when another owner holds it
-- Idempotent: whoever holds it already gets the same fence again, and the full lifetime.
local held = redis.call('HMGET', leaseKey, 'owner', 'fence')
if held[1] and held[1] ~= ARGV[1] then return nil end
local fence = held[2] or redis.call('INCR', fenceKey)
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
): Promise<{ readonly fence: number } | null> {
  const fence = await link.runScript(lua, streamKeys(link.prefix, streamId), [ownerId, ttlMs]);
  return typeof fence === 'number' ? { fence } : null;
}
