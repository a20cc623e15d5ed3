import type { Intent, Intents } from '../../intents.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { parseStored } from '../parse-stored.ts';
import { streamKeys } from '../stream-keys.ts';

const resultLua = `
-- Reads the remembered result of an operation; of one about very many items, without them (queue-script.ts 'rememberItems').
-- KEYS[1] the stream's results
-- ARGV    operation
-- Result  JSON, or false
-- Idempotent: it reads.
local known = redis.call('HGET', KEYS[1], ARGV[1])
if known and string.sub(known, 1, 1) == '@' then return cmsgpack.unpack(string.sub(known, 2))[1] end
return known
`;

/** Intents: one hash, JSON by stream, operation and action. */
export function createIntents(link: RedisLink): Intents {
  const key = `${link.prefix}:intents`;
  const fieldOf = ({ streamId, operation, action }: Pick<Intent, 'streamId' | 'operation' | 'action'>) =>
    `${streamId} ${action} ${operation}`;
  return {
    async put(intent) {
      await link.call((redis) => redis.hset(key, fieldOf(intent), JSON.stringify(intent)));
    },
    async remove(intent) {
      await link.call((redis) => redis.hdel(key, fieldOf(intent)));
    },
    async list(before) {
      const stored = await link.call((redis) => redis.hgetall(key));
      return Object.entries(stored)
        .map(([field, json]) => parseStored(json, `intent ${field}`) as Intent)
        .filter(({ at }) => at < before)
        .sort((a, b) => a.at - b.at);
    },
    async resultOf({ streamId, operation, kind }) {
      const results = streamKeys(link.prefix, streamId)[7] ?? '';
      const stored = await link.runScript(resultLua, [results], [`${kind}:${operation}`]);
      return stored === null ? undefined : parseStored(String(stored), `the result of ${kind} on stream ${streamId}`);
    },
  };
}
