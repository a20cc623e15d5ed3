import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';
import type { LeaseHolder } from './renew.ts';

const lua = streamScript(`
-- Gives the lease up.
-- KEYS    the stream's
-- ARGV    owner, fence
-- Result  1, or 0 when it was not held
-- Idempotent: a second run finds nothing of this owner and fence.
local held = redis.call('HMGET', leaseKey, 'owner', 'fence')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
return redis.call('DEL', leaseKey)
`);

/** {@link LeaseStore.release}. */
export async function releaseLease(
  link: RedisLink,
  streamId: StreamId,
  { ownerId, fence }: LeaseHolder,
): Promise<void> {
  await link.runScript(lua, streamKeys(link.prefix, streamId), [ownerId, fence]);
}
