import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { makeItem, makeItems, namesOf } from '../../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import { redisOptions } from '../link/redis-options.ts';
import { openRealtimeStore } from '../open-realtime-store.ts';

const suite = describe('queues of an earlier version');
const log = createLog({ level: 'fatal', format: 'json', service: 'test' });
const items = makeItems({ prefix: 't', count: 300 });
let server: TestRedis;
let raw: Redis;

suite.before(async () => {
  server = await startTestRedis();
  raw = new Redis({ ...redisOptions(server.url), enableOfflineQueue: true });
});
suite.after(async () => {
  raw.disconnect();
  await server.stop();
});

/** What the version before left behind: the order as a list. */
async function leaveList(prefix: string, streamId: number): Promise<void> {
  const key = `${prefix}:{${streamId}}:queue`;
  await raw.rpush(key, ...namesOf(items));
  await raw.hset(`${key}:items`, Object.fromEntries(items.map((item) => [item.itemId, JSON.stringify(item)])));
  await raw.hset(`${key}:adders`, Object.fromEntries(items.map(({ itemId }) => [itemId, '7'])));
  await raw.hset(`${key}:counts`, { 7: items.length });
  await raw.set(`${key}:version`, 1);
}

suite('keep their order and can be edited, whoever of two opens first', async () => {
  await leaveList('old', -1_001);
  await leaveList('old', -1_002);
  await leaveList('other', -1_001);
  const open = () => openRealtimeStore({ url: server.url, prefix: 'old', log });
  const [one, two] = await Promise.all([open(), open()]);
  try {
    assert.equal((await one.queue.read(-1_001)).items, items);
    assert.equal((await two.queue.read(-1_002)).items, items);
    assert.is((await two.queue.add(-1_001, [makeItem('new')], 'end', 'add')).firstPosition, 301);
    assert.is((await one.queue.remove(-1_001, { from: 2, to: 2 }, 'remove')).length, 300);
    assert.is(await raw.type('other:{-1001}:queue'), 'list', 'another prefix is not ours');
  } finally {
    await Promise.all([one.close(), two.close()]);
  }
});

suite('are looked for once', async () => {
  const open = () => openRealtimeStore({ url: server.url, prefix: 'once', log });
  await (await open()).close();
  await leaveList('once', -1_001);
  await (await open()).close();
  assert.is(await raw.type('once:{-1001}:queue'), 'list');
});

suite.run();
