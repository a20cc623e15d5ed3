import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeItem, makeItems, namesOf } from '../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { EfirEvent } from '../events.ts';
import type { RealtimeStore } from '../store.ts';
import { openRealtimeStore } from './open-realtime-store.ts';

const suite = describe('Redis killed and started again');
const log = createLog({ level: 'fatal', format: 'json', service: 'test' });
let redis: TestRedis;
let store: RealtimeStore;

suite.before(async () => {
  redis = await startTestRedis('always');
  store = await openRealtimeStore({ url: redis.url, prefix: 'restart', log, takeOverAfterMs: 300 });
});
suite.after(async () => {
  await store.close();
  await redis.stop();
});

suite('SIGKILL in the middle of adds: all that was acknowledged is there, once, in order', async () => {
  const names = namesOf(makeItems({ prefix: 'i', count: 400 }));
  const acknowledged: string[] = [];
  const kills = (async () => {
    for (const after of [80, 200, 320]) {
      await waitFor(() => acknowledged.length >= after, { what: `${after} adds`, everyMs: 1 });
      await redis.restart();
    }
  })();
  // Eight at a time: some are on their way when the server dies, and are sent again.
  const rest = names.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const name of rest) {
        await store.queue.add(1, [makeItem(name)], 'end', name);
        acknowledged.push(name);
      }
    }),
  );
  await kills;
  const present = namesOf((await store.queue.read(1)).items);
  assert.equal([...present].sort(), [...names].sort());
  assert.is(acknowledged.length, names.length);
});

suite('playback, lease fence, notes and remembered results survive', async () => {
  const by = { sessionId: 's', userId: 7 };
  await store.queue.add(2, makeItems(['a', 'b']), 'end', 'add');
  const started = await store.playback.start(2, by, 'start');
  await store.playback.advance(2, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'first');
  const lease = await store.leases.acquire(2, 'owner', 60_000);
  assert.ok(lease);
  await store.playback.reportPosition(2, { ...lease, generation: 1, positionMs: 12_345 });
  await store.notes.set(2, 'card', 5);
  await redis.restart();
  const { isOn, generation, current, positionMs } = await store.playback.read(2);
  assert.equal({ isOn, generation, positionMs }, { isOn: true, generation: 1, positionMs: 12_345 });
  assert.equal(current, makeItem('a'));
  assert.equal(await store.playback.start(2, by, 'start'), started, 'the first result');
  assert.is(await store.leases.renew(2, 'owner', lease.fence, 60_000), true);
  assert.is(await store.notes.get(2, 'card'), 5);
  assert.ok(new Set(await store.playback.listOn()).has(2));
});

suite('settings, history, votes and what can be undone survive', async () => {
  const anna = makeItems(['a', 'b', 'c']).map((item) => ({ ...item, addedBy: { id: 1, name: '@anna' } }));
  await store.queue.add(5, anna, 'end', 'add');
  await store.settings.change(5, { patch: { loop: 'queue', volumePercent: 70 }, userId: 1 }, 'settings');
  await store.playback.advance(5, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'one');
  await store.playback.advance(5, { expectedGeneration: 1, outcome: 'finished', fence: null }, 'two');
  await store.playback.vote(5, { generation: 2, userId: 1 });
  await store.queue.clear(5, 'clear');
  const history = await store.playback.history(5, 50);
  await redis.restart();
  assert.equal(await store.playback.history(5, 50), history);
  assert.equal(namesOf(history.map(({ item }) => item)), ['a']);
  const { loop, volumePercent } = await store.settings.read(5);
  assert.equal([loop, volumePercent], ['queue', 70]);
  assert.equal(await store.playback.vote(5, { generation: 2, userId: 2 }), { type: 'counted', userIds: [1, 2] });
  const cleared = await store.queue.clear(5, 'clear');
  assert.is(cleared.type, 'done', 'repeated');
  assert.is((await store.queue.undo(5, 'undo')).type, 'undone');
  assert.equal(namesOf((await store.queue.read(5)).items), ['c', 'a']);
  const rules = { place: 'end', perUserLimit: 2, isFair: false } as const;
  assert.is((await store.queue.offer(5, anna.slice(1, 2), rules, 'b again')).type, 'over-limit');
});

suite('followers, consumers and jobs go on by themselves', async () => {
  const stopping = new AbortController();
  const followed: EfirEvent[] = [];
  const consumed: EfirEvent[] = [];
  const following = store.events.follow({ signal: stopping.signal });
  const parts = [
    (async () => {
      for await (const event of following) if (event.streamId === 3) followed.push(event);
    })(),
    store.events.consume(
      'restart',
      async (event) => {
        if (event.streamId === 3) consumed.push(event);
      },
      stopping.signal,
    ),
  ];
  const serving = store.resolveJobs.serve(() => Promise.resolve({ type: 'tracks', tracks: [] }), { concurrency: 1 });
  const request = () => store.resolveJobs.request({ streamId: 3, query: { type: 'text', text: 'a' } }, 20_000);
  const publish = (count: number) => store.events.publish(3, { type: 'listeners.changed', data: { count } });
  await publish(1);
  await request();
  await waitFor(() => followed.length === 1 && consumed.length === 1, { what: 'the first event' });
  await redis.restart();
  await publish(2);
  await waitFor(() => followed.length === 2 && consumed.length === 2, { what: 'the second event' });
  assert.equal((await request()).type, 'tracks');
  stopping.abort();
  await Promise.all(parts);
  await serving.close();
  assert.equal(
    followed.map(({ id }) => id),
    consumed.map(({ id }) => id),
  );
});

suite('a follower may come while Redis is down', async () => {
  const hasty = await openRealtimeStore({ url: redis.url, prefix: 'restart', log, commandTimeoutMs: 100 });
  const stopping = new AbortController();
  const counts: number[] = [];
  await redis.kill();
  const following = (async () => {
    for await (const event of hasty.events.follow({ signal: stopping.signal })) {
      if (event.type === 'listeners.changed') counts.push(event.data.count);
    }
  })();
  assert.is((await rejection(hasty.ping())).code, 'redis-unavailable');
  await redis.restart();
  // It is back at some time after Redis is: told again and again until it hears.
  let count = 0;
  const tell = async () => {
    count += 1;
    await store.events.publish(5, { type: 'listeners.changed', data: { count } });
    return counts.length > 0;
  };
  await waitFor(tell, { what: 'the follower to hear' });
  stopping.abort();
  await following;
  await hasty.close();
});

suite('while Redis is down every kind of call fails in its time, and all works afterwards', async () => {
  const hasty = await openRealtimeStore({ url: redis.url, prefix: 'restart', log, commandTimeoutMs: 200 });
  try {
    await redis.kill();
    const calls = [
      () => hasty.ping(),
      () => hasty.queue.add(4, makeItems(['a']), 'end', 'add'),
      () => hasty.queue.read(4),
      () => hasty.playback.listOn(),
      () => hasty.leases.acquire(4, 'owner', 1_000),
      () => hasty.events.publish(4, { type: 'listeners.changed', data: { count: 1 } }),
      () => hasty.resolveJobs.request({ streamId: 4, query: { type: 'text', text: 'a' } }, 300),
    ];
    const errors = await Promise.all(calls.map((call) => rejection(call())));
    for (const error of errors) {
      assert.is(error.code, 'redis-unavailable');
      assert.ok(error.retryAfterMs);
    }
    await redis.restart();
    await waitFor(
      () =>
        hasty.ping().then(
          () => true,
          () => false,
        ),
      { what: 'Redis to be back' },
    );
    assert.is((await hasty.queue.read(4)).length, 0, 'what failed was not done later');
    assert.is((await hasty.queue.add(4, makeItems(['a']), 'end', 'add')).length, 1);
  } finally {
    await hasty.close();
  }
});

suite.run();
