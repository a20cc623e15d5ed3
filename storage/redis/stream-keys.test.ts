import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeItems } from '../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { openRealtimeStore } from './open-realtime-store.ts';
import { notesKey, streamKeys } from './stream-keys.ts';

const suite = describe('keys');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let redis: TestRedis;
let raw: Redis;

suite.before(async () => {
  redis = await startTestRedis();
  raw = new Redis({ path: redis.socketPath });
});
suite.after(async () => {
  raw.disconnect();
  await redis.stop();
});

/** The part of a key that decides its place in a Redis Cluster (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags). */
const tagOf = (key: string) => /\{(.+?)\}/.exec(key)?.[1] ?? key;

suite('all keys of a stream are different and stand on one node of a cluster', () => {
  const keys = [...streamKeys('efir', -1_001), notesKey('efir', -1_001)];
  assert.is(new Set(keys).size, keys.length);
  assert.equal(new Set(keys.map(tagOf)), new Set(['-1001']));
  assert.is.not(tagOf(streamKeys('efir', -1_002)[0]!), '-1001');
});

suite('whatever is done, no key is without the prefix, and none of a stream without its tag', async () => {
  const store = await openRealtimeStore({ url: redis.url, prefix: 'mine', log });
  const id = -1_001;
  const player = { playerId: 'p', assistantId: 1, assistantUsername: null, isConnected: true, streams: 0 };
  await store.queue.add(id, makeItems(['a', 'b', 'c']), 'end', 'one');
  await store.playback.start(id, { sessionId: 's', userId: 1 }, 'one');
  await store.playback.advance(id, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'one');
  await store.playback.advance(id, { expectedGeneration: 1, outcome: 'finished', fence: null }, 'two');
  await store.playback.vote(id, { generation: 2, userId: 1 });
  await store.settings.change(id, { patch: { loop: 'queue' }, userId: 1 }, 'one');
  await store.playback.reportState(id, { fence: 0, state: 'live', problem: null });
  await store.audience.report(id, { sessionId: 's', fence: null, count: 1, userIds: null });
  await store.alarms.set(id, 'auto-end', Date.now() + 60_000);
  await store.leases.acquire(id, 'p', 60_000);
  await store.notes.set(id, 'card', 1);
  await store.inbox.put([{ id: 1, body: {} }]);
  await store.inbox.reopen();
  await store.players.announce(player, 60_000);
  await store.commands.send({ type: 'wake', streamId: id });
  const serving = store.resolveJobs.serve(() => Promise.resolve({ type: 'tracks', tracks: [] }), { concurrency: 1 });
  await store.resolveJobs.request({ streamId: id, query: { type: 'text', text: 'a' } }, 10_000);
  await serving.close();
  await store.close();
  const keys = await raw.keys('*');
  assert.equal(
    keys.filter((key) => !key.startsWith('mine:')),
    [],
  );
  const shared = ['commands', 'events', 'form', 'players', 'streams', '{inbox}', '{inbox}:tries'].map(
    (name) => `mine:${name}`,
  );
  const own = keys.filter((key) => !shared.includes(key) && !key.startsWith('mine:{jobs}:'));
  assert.equal(own.sort(), [...streamKeys('mine', id), notesKey('mine', id)].sort());
});

suite('two prefixes on one Redis do not see each other', async () => {
  const [one, two] = await Promise.all(
    ['one', 'two'].map((prefix) => openRealtimeStore({ url: redis.url, prefix, log })),
  );
  await one!.queue.add(1, makeItems(['a']), 'end', 'same');
  await one!.playback.start(1, { sessionId: 's', userId: 1 }, 'same');
  assert.is((await two!.queue.read(1)).length, 0);
  assert.equal(await two!.playback.listOn(), []);
  assert.is((await two!.queue.add(1, makeItems(['b']), 'end', 'same')).length, 1);
  await Promise.all([one!.close(), two!.close()]);
});

suite.run();
