import type { RedisLink } from '../link/redis-link.ts';

const lua = `
-- Makes a queue that is a list of item ids a sorted set.
-- KEYS[1] the queue
-- Result  1 when it was a list
-- Idempotent: a second run finds a sorted set.
if redis.call('TYPE', KEYS[1]).ok ~= 'list' then return 0 end
local ids = redis.call('LRANGE', KEYS[1], 0, -1)
redis.call('DEL', KEYS[1])
for place, id in ipairs(ids) do redis.call('ZADD', KEYS[1], place, id) end
return 1
`;

/** Of all that is stored. 2: queues are sorted sets (docs/adr/0022), before that they were lists. */
const presentForm = '2';

/**
 * Brings queues of an earlier version into the present form, once for each Redis and prefix.
 * @throws as `RedisLink.call`.
 */
export async function convertQueues(link: RedisLink): Promise<void> {
  const formKey = `${link.prefix}:form`;
  if ((await link.call((redis) => redis.get(formKey))) === presentForm) return;
  let converted = 0;
  let cursor = '0';
  do {
    const scanned = await link.call((redis) =>
      redis.scan(cursor, 'MATCH', `${link.prefix}:{*}:queue`, 'COUNT', '1000'),
    );
    cursor = scanned[0];
    for (const key of scanned[1]) converted += Number(await link.runScript(lua, [key], []));
  } while (cursor !== '0');
  // Last: whoever is killed before it does it again.
  await link.call((redis) => redis.set(formKey, presentForm));
  if (converted > 0) link.log.info({ queues: converted }, 'queues were brought to the present form');
}
