import type { WebSessions } from '../../web-access.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { webKeys } from './web-keys.ts';

const startLua = `
-- Begins a session, and forgets those of the person that have ended.
-- KEYS[1] the session; KEYS[2] sorted set of the person's
-- ARGV    user, hash of the session, lifetime in milliseconds
-- Result  1
-- Idempotent: it sets.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[3]), ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return 1
`;

const endAllLua = `
-- Ends a person's sessions and their sign-in link.
-- KEYS[1] sorted set of the person's sessions; KEYS[2] the hash of their link
-- ARGV    what the key of a session begins with, what that of a link begins with
-- Result  1
-- Idempotent: what has ended stays ended.
for _, hash in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('DEL', ARGV[1] .. hash) end
local link = redis.call('GET', KEYS[2])
if link then redis.call('DEL', ARGV[2] .. link) end
redis.call('DEL', KEYS[1], KEYS[2])
return 1
`;

/** Sessions of the panel: a key each, which ends with the session, and a list for each person. */
export function createWebSessions(link: RedisLink): WebSessions {
  const keys = webKeys(link.prefix);
  return {
    async start(hash, userId, ttlMs) {
      await link.runScript(startLua, [keys.session(hash), keys.sessionsOf(userId)], [userId, hash, ttlMs]);
    },
    async read(hash) {
      const value = await link.call((redis) => redis.get(keys.session(hash)));
      return value === null ? null : Number(value);
    },
    async end(hash) {
      await link.call((redis) => redis.del(keys.session(hash)));
    },
    async endAll(userId) {
      await link.runScript(
        endAllLua,
        [keys.sessionsOf(userId), keys.linkOf(userId)],
        [keys.session(''), keys.link('')],
      );
    },
  };
}
