import type { PlayerInfo } from '../../model.ts';
import type { PlayerRegistry } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';

const announceLua = `
-- Writes a player's entry and when it ends.
-- KEYS[1] hash player id → JSON
-- ARGV    player id, JSON of the entry, lifetime in milliseconds
-- Result  1
-- Idempotent: it sets.
local time = redis.call('TIME')
local endsAt = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', endsAt) .. ' ' .. ARGV[2])
return 1
`;

const listLua = `
-- Reads the entries that have not ended, and drops the others.
-- KEYS[1] hash player id → end and JSON
-- Result  JSON of each entry
-- Idempotent: what has ended stays ended.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local entries = redis.call('HGETALL', KEYS[1])
local present = {}
for index = 1, #entries, 2 do
  local space = string.find(entries[index + 1], ' ', 1, true)
  if space and tonumber(string.sub(entries[index + 1], 1, space - 1)) > now then
    present[#present + 1] = string.sub(entries[index + 1], space + 1)
  else
    redis.call('HDEL', KEYS[1], entries[index])
  end
end
return present
`;

/** Who plays: one hash, each entry with its own end by the clock of Redis. */
export function createPlayerRegistry(link: RedisLink): PlayerRegistry {
  const key = `${link.prefix}:players`;
  return {
    async announce(info, ttlMs) {
      await link.runScript(announceLua, [key], [info.playerId, JSON.stringify(info), ttlMs]);
    },
    async withdraw(playerId) {
      await link.call((redis) => redis.hdel(key, playerId));
    },
    async list() {
      const entries = (await link.runScript(listLua, [key], [])) as string[];
      return entries.map((json) => parseStored(json, 'a player') as PlayerInfo);
    },
  };
}
