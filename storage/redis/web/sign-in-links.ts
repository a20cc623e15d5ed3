import type { SignInLinks } from '../../web-access.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { webKeys } from './web-keys.ts';

const issueLua = `
-- Makes a sign-in link, and ends the person's older one.
-- KEYS[1] the new link; KEYS[2] the hash of the person's link
-- ARGV    user, hash of the new link, lifetime in milliseconds, what the key of a link begins with
-- Result  1
-- Idempotent: it sets.
local older = redis.call('GET', KEYS[2])
if older then redis.call('DEL', ARGV[4] .. older) end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
`;

/** Sign-in links: a key each. */
export function createSignInLinks(link: RedisLink): SignInLinks {
  const keys = webKeys(link.prefix);
  return {
    async issue(hash, userId, ttlMs) {
      await link.runScript(issueLua, [keys.link(hash), keys.linkOf(userId)], [userId, hash, ttlMs, keys.link('')]);
    },
    async peek(hash) {
      return toUser(await link.call((redis) => redis.get(keys.link(hash))));
    },
    async use(hash) {
      return toUser(await link.call((redis) => redis.getdel(keys.link(hash))));
    },
  };
}

function toUser(value: string | null): number | null {
  return value === null ? null : Number(value);
}
