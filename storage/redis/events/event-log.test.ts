import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import type { EfirEvent } from '../../events.ts';
import { openRedisLink, type RedisLink } from '../link/redis-link.ts';
import { createEventLog } from './event-log.ts';
import { removeGone } from './group-commands.ts';
import { decodeEvent, encodeEvent } from './stream-entry.ts';

const suite = describe('the event log, in detail');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const takeOverAfterMs = 200;
let redis: TestRedis;
let raw: Redis;
let link: RedisLink;

suite.before(async () => {
  redis = await startTestRedis();
  raw = new Redis({ path: redis.socketPath, protocol: 2 });
});
suite.before.each(async () => {
  await raw.flushall();
  link = await openRedisLink({ url: redis.url, prefix: 'log', log, commandTimeoutMs: 5_000 });
});
suite.after.each(() => link.close());
suite.after(async () => {
  raw.disconnect();
  await redis.stop();
});

const listeners = (count: number) => ({ type: 'listeners.changed', data: { count } }) as const;
const countOf = (event: EfirEvent) => (event.type === 'listeners.changed' ? event.data.count : -1);
const connections = async () => Number(/connected_clients:(\d+)/.exec(await raw.info('clients'))?.[1]);

suite('an event is its stream, type and data; id and time come from Redis', () => {
  const fields = encodeEvent(-1_001_234_567_890_123, listeners(5));
  assert.equal(decodeEvent(['1732300000000-7', fields]), {
    id: '1732300000000-7',
    at: 1_732_300_000_000,
    streamId: -1_001_234_567_890_123,
    ...listeners(5),
  });
});

suite('a value that is called like a field is not taken for one', () => {
  assert.throws(() => decodeEvent(['1-0', ['type', 'streamId', 'data', '{}']]), /no streamId/);
});

suite('a type that this version does not know is passed on', () => {
  const event: { type: string } = decodeEvent(['1-0', ['streamId', '1', 'type', 'from.tomorrow', 'data', '{}']]);
  assert.is(event.type, 'from.tomorrow');
});

suite('the oldest and the latest are known', async () => {
  const events = createEventLog(link);
  assert.is(await events.bounds(), null);
  const first = await events.publish(1, listeners(1));
  assert.equal(await events.bounds(), { first, last: first });
  const last = await events.publish(1, listeners(2));
  assert.equal(await events.bounds(), { first, last });
  await raw.xtrim('log:events', 'MAXLEN', 1);
  assert.equal(await events.bounds(), { first: last, last });
});

suite('about ten thousand are kept', async () => {
  const events = createEventLog(link);
  const fields = encodeEvent(1, listeners(0));
  const pipeline = raw.pipeline();
  for (let index = 0; index < 12_000; index += 1) pipeline.xadd('log:events', '*', ...fields);
  await pipeline.exec();
  await events.publish(1, listeners(1));
  const kept = await raw.xlen('log:events');
  assert.ok(kept >= 10_000 && kept < 10_200, `${kept} kept`);
});

suite('a follower who is far behind gets everything, in order', async () => {
  const pipeline = raw.pipeline();
  for (let index = 0; index < 1_300; index += 1) {
    pipeline.xadd('log:events', '*', ...encodeEvent(1, listeners(index)));
  }
  await pipeline.exec();
  const counts: number[] = [];
  const stopping = new AbortController();
  for await (const event of createEventLog(link).follow({ sinceId: '0-0', signal: stopping.signal })) {
    if (counts.push(countOf(event)) === 1_300) break;
  }
  assert.equal(
    counts,
    Array.from({ length: 1_300 }, (_, index) => index),
  );
});

suite('a follower who leaves its loop, or is told to stop, gives its connection back', async () => {
  const events = createEventLog(link);
  const before = await connections();
  await events.publish(1, listeners(1));
  const endless = new AbortController().signal;
  for await (const event of events.follow({ sinceId: '0-0', signal: endless })) {
    assert.is(await connections(), before + 1);
    assert.is(countOf(event), 1);
    break;
  }
  await waitFor(async () => (await connections()) === before, { what: 'the connection to be closed' });
  const stopping = new AbortController();
  const waiting = (async () => {
    for await (const event of events.follow({ signal: stopping.signal })) throw new Error(`unexpected ${event.id}`);
  })();
  await waitFor(async () => (await connections()) === before + 1, { what: 'the follower to wait' });
  stopping.abort();
  await waiting;
  await waitFor(async () => (await connections()) === before, { what: 'the connection to be closed' });
});

suite('closing the link ends followers and consumers', async () => {
  const events = createEventLog(link);
  const endless = new AbortController().signal;
  const ended = [
    (async () => {
      for await (const event of events.follow({ signal: endless })) throw new Error(`unexpected ${event.id}`);
    })(),
    events.consume('group', () => Promise.resolve(), endless),
  ];
  await waitFor(async () => (await connections()) === 4, { what: 'both to wait' });
  await link.close();
  await Promise.all(ended);
});

suite('what cannot be handled at all is offered again later, and does not stop the rest', async () => {
  const events = createEventLog(link, { takeOverAfterMs });
  const stopping = new AbortController();
  const handled: number[] = [];
  let refusals = 0;
  const consuming = events.consume(
    'group',
    async (event) => {
      // More often than the tries in a row.
      if (countOf(event) === 1 && refusals < 5) {
        refusals += 1;
        throw new Error('not yet');
      }
      handled.push(countOf(event));
    },
    stopping.signal,
  );
  for (const count of [1, 2, 3]) await events.publish(1, listeners(count));
  await waitFor(() => handled.length === 3, { what: 'all three' });
  assert.equal(handled, [2, 3, 1]);
  await waitFor(async () => (await raw.xpending('log:events', 'group'))[0] === 0, { what: 'the acknowledgement' });
  stopping.abort();
  await consuming;
});

suite('a consumer goes on after Redis has lost everything', async () => {
  const events = createEventLog(link, { takeOverAfterMs });
  const stopping = new AbortController();
  const handled: number[] = [];
  const consuming = events.consume(
    'group',
    async (event) => {
      handled.push(countOf(event));
    },
    stopping.signal,
  );
  await events.publish(1, listeners(1));
  await waitFor(() => handled.length === 1, { what: 'the first' });
  await raw.flushall();
  await events.publish(1, listeners(2));
  await waitFor(() => handled.length === 2, { what: 'the second' });
  stopping.abort();
  await consuming;
});

suite('a new group begins with the oldest event', async () => {
  const events = createEventLog(link);
  await events.publish(1, listeners(1));
  const stopping = new AbortController();
  await events.consume(
    'late',
    async (event) => {
      assert.is(countOf(event), 1);
      stopping.abort();
    },
    stopping.signal,
  );
});

suite('a consumer that leaves is forgotten, unless something is left with it', async () => {
  const events = createEventLog(link);
  const consumers = async () =>
    ((await raw.xinfo('CONSUMERS', 'log:events', 'group')) as unknown[][]).map((row) => row[1]);
  await events.publish(1, listeners(1));
  const stopping = new AbortController();
  await events.consume('group', async () => stopping.abort(), stopping.signal);
  assert.equal(await consumers(), []);

  await events.publish(1, listeners(2));
  const failing = new AbortController();
  const leave = async () => {
    failing.abort();
    throw new Error('gone');
  };
  await events.consume('group', leave, failing.signal);
  assert.is((await consumers()).length, 1);
  const member = { key: 'log:events', group: 'group', consumer: String((await consumers())[0]) };
  await removeGone(raw, member, true);
  assert.is((await consumers()).length, 1, 'its event would be lost with it');
});

suite.run();
