import type { LeaseStore } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { acquireLease } from './acquire.ts';
import { releaseLease } from './release.ts';
import { renewLease } from './renew.ts';

/** Ownership of streams. A lease is a hash with a lifetime; its fence comes from a counter that is never reset. */
export function createLeaseStore(link: RedisLink): LeaseStore {
  return {
    acquire: (streamId, ownerId, ttlMs, dead) => acquireLease(link, streamId, ownerId, ttlMs, dead),
    renew: (streamId, ownerId, fence, ttlMs) => renewLease(link, streamId, { ownerId, fence }, ttlMs),
    release: (streamId, ownerId, fence) => releaseLease(link, streamId, { ownerId, fence }),
    ownerOf: (streamId) => {
      const key = streamKeys(link.prefix, streamId)[5] ?? '';
      return link.call((redis) => redis.hget(key, 'owner'));
    },
  };
}
