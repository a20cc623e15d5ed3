import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeItems } from '../../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { EfirEvent } from '../events.ts';
import { defaultSettings } from '../model.ts';
import type { RealtimeStore } from '../store.ts';
import { openRealtimeStore } from './open-realtime-store.ts';

const suite = describe('damaged data, and what is remembered');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let redis: TestRedis;
let store: RealtimeStore;
let raw: Redis;

suite.before(async () => {
  redis = await startTestRedis();
  raw = new Redis({ path: redis.socketPath });
  store = await openRealtimeStore({ url: redis.url, prefix: 'raw', log });
});
suite.after(async () => {
  raw.disconnect();
  await store.close();
  await redis.stop();
});

suite('a key of the wrong type is named as such, and nothing is written', async () => {
  await raw.set('raw:{1}:queue', 'not a sorted set');
  const error = await rejection(store.queue.add(1, makeItems(['a']), 'end', 'add'));
  assert.is(error.code, 'internal');
  assert.match(error.message, 'WRONGTYPE');
  assert.is(await raw.exists('raw:{1}:queue:items'), 0);
  await raw.del('raw:{1}:queue');
  assert.is((await store.queue.add(1, makeItems(['a']), 'end', 'add')).length, 1);
});

suite('a queue that names an item it does not hold', async () => {
  await store.queue.add(2, makeItems(['a', 'b', 'c']), 'end', 'add');
  await raw.hdel('raw:{2}:queue:items', 'b');
  const attempts = [
    () => store.queue.read(2),
    () => store.queue.clear(2, 'clear'),
    () => store.queue.remove(2, { from: 1, to: 2 }, 'remove'),
    () => store.queue.move(2, { from: 2, to: 1 }, 'move'),
  ];
  for (const attempt of attempts) {
    const error = await rejection(attempt());
    assert.is(error.code, 'internal');
    assert.match(error.message, 'names item b');
  }
  assert.equal(await raw.zrange('raw:{2}:queue', '0', '-1'), ['a', 'b', 'c']);
});

suite('items, playback, notes and results that are no JSON', async () => {
  await store.queue.add(3, makeItems(['a']), 'end', 'add');
  const texts = ['{"itemId":', 'null', '{"itemId":5,"track":{}}', '{"itemId":"a"}'];
  for (const text of texts) {
    await raw.hset('raw:{3}:queue:items', 'a', text);
    const error = await rejection(store.queue.read(3));
    assert.is(error.code, 'internal');
    assert.match(error.message, 'queue of stream 3');
  }
  await raw.hset('raw:{3}:playback', 'current', '{');
  assert.match((await rejection(store.playback.read(3))).message, 'playback of stream 3');
  await raw.hset('raw:{3}:notes', 'card', '{');
  assert.match((await rejection(store.notes.get(3, 'card'))).message, 'note card of stream 3');
  await raw.hset('raw:{3}:results', 'add:add', '{');
  assert.match((await rejection(store.queue.add(3, makeItems(['a']), 'end', 'add'))).message, 'result of add');
});

suite('settings that are damaged or unknown are the default, the others stand, and the log is told', async () => {
  await store.settings.change(9, { patch: { volumePercent: 70, loop: 'track', isFair: true }, userId: 1 }, 'one');
  await raw.hset(
    'raw:{9}:settings',
    'loop',
    '{',
    'isFair',
    '"perhaps"',
    'ofTheFuture',
    '1',
    'placeholder',
    '{"title":5}',
  );
  const lines: string[] = [];
  const recording = Object.assign(Object.create(log), { warn: (fields: object) => lines.push(JSON.stringify(fields)) });
  const told = await openRealtimeStore({ url: redis.url, prefix: 'raw', log: recording });
  assert.equal(await told.settings.read(9), { ...defaultSettings, volumePercent: 70 });
  for (const name of ['loop', 'isFair', 'ofTheFuture', 'placeholder']) {
    assert.ok(
      lines.some((line) => line.includes(name)),
      `the log names ${name}`,
    );
  }
  assert.not(lines.some((line) => line.includes('volumePercent')));
  const { after } = await told.settings.change(9, { patch: { loop: 'queue' }, userId: 1 }, 'two');
  assert.equal(after, { ...defaultSettings, volumePercent: 70, loop: 'queue' });
  await told.close();
});

suite('what can be undone is bounded: long edits push older ones out, and what they removed is forgotten', async () => {
  for (const round of ['one', 'two', 'three', 'four']) {
    await store.queue.add(10, makeItems({ prefix: `${round}-`, count: 7_000 }), 'end', `add ${round}`);
    await store.queue.clear(10, `clear ${round}`);
  }
  const { length } = await raw.lrange('raw:{10}:queue:edits', 0, -1);
  assert.is(length, 2, 'two of 7,000 ids each: a third would be more than 20,000');
  assert.is(await raw.hlen('raw:{10}:queue:items'), 7_000);
  const repeated = await store.queue.clear(10, 'clear one');
  assert.equal(repeated, { type: 'done', items: [], length: 0, version: 2 }, 'without what cannot come back');
});

suite('a damaged event is left out, the next one comes', async () => {
  const stopping = new AbortController();
  const followed: EfirEvent[] = [];
  const consumed: EfirEvent[] = [];
  await raw.xadd('raw:events', '*', 'streamId', '4', 'type', 'listeners.changed', 'data', '{');
  await raw.xadd('raw:events', '*', 'nothing', 'known');
  await store.events.publish(4, { type: 'listeners.changed', data: { count: 1 } });
  const following = (async () => {
    for await (const event of store.events.follow({ sinceId: '0-0', signal: stopping.signal })) {
      if (event.streamId === 4) followed.push(event);
    }
  })();
  const consuming = store.events.consume(
    'damaged',
    async (event) => {
      if (event.streamId === 4) consumed.push(event);
    },
    stopping.signal,
  );
  await waitFor(() => followed.length > 0 && consumed.length > 0, { what: 'the sound event' });
  const pending = await waitFor(async () => ((await raw.xpending('raw:events', 'damaged'))[0] === 0 ? 'none' : ''), {
    what: 'all to be acknowledged',
  });
  assert.is(pending, 'none');
  stopping.abort();
  await Promise.all([following, consuming]);
});

suite('results are remembered: the latest thousand for ever, older ones for a day, ten thousand at most', async () => {
  const times = 'raw:{5}:results:times';
  const dayMs = 86_400_000;
  /** As if `count` operations had been done `ageMs` ago. */
  const pretend = async (name: string, count: number, ageMs: number) => {
    const ids = Array.from({ length: count }, (_, index) => `${name}${index}`);
    await raw.hset('raw:{5}:results', ...ids.flatMap((id) => [id, '{}']));
    await raw.hincrby('raw:{5}:results', '', 2 * count);
    await raw.zadd(times, ...ids.flatMap((id) => [String(Date.now() - ageMs), id]));
  };
  const go = async (name: string) => {
    for (let index = 0; index < 60; index += 1) await store.playback.setPaused(5, true, `${name}${index}`);
  };
  /** Of all results, without the sum. */
  const bytesOf = async (key: string) => {
    const { '': _, ...results } = await raw.hgetall(key);
    return Object.values(results).reduce((sum, result) => sum + Buffer.byteLength(result), 0);
  };
  await pretend('yesterday', 1_500, dayMs / 2);
  await go('now');
  assert.is(await raw.zcard(times), 1_560, 'less than a day old');

  await raw.del(times, 'raw:{5}:results');
  await pretend('long ago', 1_400, 2 * dayMs);
  await go('then');
  const left = await raw.zcard(times);
  assert.ok(left >= 1_000 && left < 1_060, `${left} are left`);
  assert.is(await raw.hlen('raw:{5}:results'), left + 1, 'and the sum of bytes');
  assert.is(await raw.hexists('raw:{5}:results', 'set-paused:then59'), 1);

  await raw.del(times, 'raw:{5}:results');
  await pretend('just now', 9_990, 1_000);
  await go('last');
  const most = await raw.zcard(times);
  assert.ok(most >= 9_900 && most <= 10_000, `${most} are left`);
  assert.is(await raw.hget('raw:{5}:results', ''), String(await bytesOf('raw:{5}:results')));
  const lifetime = await raw.pttl('raw:{5}:results');
  assert.ok(lifetime > dayMs && lifetime <= 7 * dayMs);
});

suite('the bytes of remembered results are bounded, the last one stays', async () => {
  const items = makeItems({ prefix: 'x', count: 10 }).map((item) => ({
    ...item,
    track: { ...item.track, title: 'x'.repeat(1_000_000) },
  }));
  for (const round of ['one', 'two', 'three', 'four']) {
    await store.queue.add(6, items, 'end', round);
    assert.is((await store.queue.clear(6, round)).type, 'done');
  }
  const results = await raw.hgetall('raw:{6}:results');
  const bytes = Object.entries(results).reduce((sum, [name, text]) => sum + (name === '' ? 0 : text.length), 0);
  assert.is(Number(results['']), bytes);
  assert.ok(bytes <= 33_554_432, `${bytes} bytes`);
  assert.ok(results['clear:four']);
  assert.not(results['clear:one']);
});

suite('a stream that is off leaves the index of streams, one that is just starting does not', async () => {
  const by = { sessionId: 's', userId: 1 };
  for (const id of [7, 8]) {
    await store.playback.start(id, by, 'start');
    await store.playback.stop(id, { endReason: 'manual', detail: null }, 'stop');
  }
  await raw.zadd('raw:streams', Date.now() - 120_000, '7');
  const listed = await store.playback.listOn();
  assert.not(listed.includes(7) || listed.includes(8));
  assert.is(await raw.zscore('raw:streams', '7'), null);
  assert.ok(await raw.zscore('raw:streams', '8'));
  await store.playback.start(7, by, 'again');
  assert.ok((await store.playback.listOn()).includes(7));
});

suite.run();
