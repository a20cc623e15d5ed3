import type { StreamId } from '../../model.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { streamScript } from '../stream-script.ts';

const lua = streamScript(`
-- Gives the lease its full lifetime again.
-- KEYS    the stream's
-- ARGV    owner, fence, lifetime in milliseconds
-- Result  1, or 0 when it has run out or is another's
-- Idempotent: it sets.
local held = redis.call('HMGET', leaseKey, 'owner', 'fence')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
return redis.call('PEXPIRE', leaseKey, ARGV[3])
`);

/** Who holds a lease. */
export interface LeaseHolder {
  readonly ownerId: string;
  readonly fence: number;
}

/** {@link LeaseStore.renew}. */
export async function renewLease(
  link: RedisLink,
  streamId: StreamId,
  { ownerId, fence }: LeaseHolder,
  ttlMs: number,
): Promise<boolean> {
  return (await link.runScript(lua, streamKeys(link.prefix, streamId), [ownerId, fence, ttlMs])) === 1;
}
