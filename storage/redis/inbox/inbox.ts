import type { Inbox } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';

const reopenLua = `
-- Reads what was left, and counts how often that has happened to each.
-- KEYS[1] hash id → JSON; KEYS[2] hash id → how often it was left
-- ARGV    how often an entry may be left before it is dropped
-- Result  {ids and JSON of what is to be dealt with, one after the other; the ids that were dropped}
-- Not idempotent: each reading is a try.
local entries, kept, dropped = redis.call('HGETALL', KEYS[1]), {}, {}
for index = 1, #entries, 2 do
  local id = entries[index]
  if redis.call('HINCRBY', KEYS[2], id, 1) > tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
    dropped[#dropped + 1] = id
  else
    kept[#kept + 1] = id
    kept[#kept + 1] = entries[index + 1]
  end
end
return {kept, dropped}
`;

/** An entry that was left so often may be what ends the process. */
const mostTries = 3;

/** What was taken in and is not yet dealt with: one hash, JSON by id. */
export function createInbox(link: RedisLink): Inbox {
  const key = `${link.prefix}:{inbox}`;
  const triesKey = `${link.prefix}:{inbox}:tries`;
  return {
    async put(entries) {
      if (entries.length === 0) return;
      const fields = entries.flatMap(({ id, body }) => [String(id), JSON.stringify(body)]);
      await link.call((redis) => redis.hset(key, fields));
    },
    async done(id) {
      await link.call((redis) => Promise.all([redis.hdel(key, String(id)), redis.hdel(triesKey, String(id))]));
    },
    async reopen<T>() {
      const reply = (await link.runScript(reopenLua, [key, triesKey], [mostTries])) as [string[], string[]];
      const [left, dropped] = reply;
      if (dropped.length > 0) link.log.error({ ids: dropped }, 'what was left too often is dropped');
      const ids = left.filter((_, index) => index % 2 === 0);
      return ids
        .map((id, index) => ({ id: Number(id), body: parseStored(left[index * 2 + 1] ?? '', `entry ${id}`) as T }))
        .sort((a, b) => a.id - b.id);
    },
  };
}
