import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { readMetric } from '../test/fixtures/readings.ts';
import { startTestRedis, type TestRedis } from '../test/fixtures/redis.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { registerRedisMetrics } from './redis.ts';
import { createMetrics } from './registry.ts';

const suite = describe('metrics of Redis');
const log = pino({ level: 'silent' });
let redis: TestRedis;

suite.before(async () => {
  redis = await startTestRedis();
});
suite.after(() => redis.stop());

async function measured() {
  const metrics = createMetrics({ version: '1', service: 'control' });
  const observer = registerRedisMetrics(metrics);
  const read = async (name: string) => Object.values(await readMetric(metrics, name))[0];
  return { metrics, observer, read };
}

suite('a real Redis that is killed and comes back', async () => {
  const { metrics, observer, read } = await measured();
  assert.is(await read('efir_redis_up'), 0, 'not connected yet');
  const store = await openRealtimeStore({
    url: redis.url,
    prefix: randomUUID(),
    log,
    commandTimeoutMs: 300,
    observer,
  });
  await store.ping();
  assert.is(await read('efir_redis_up'), 1);
  assert.is(await read('efir_redis_reconnects_total'), 0, 'the first connection is none');
  await redis.kill();
  await waitFor(async () => (await read('efir_redis_up')) === 0, { what: 'the outage to be seen' });
  await store.ping().catch(() => undefined);
  const counts = await readMetric(metrics, 'efir_redis_command_duration_seconds_count');
  assert.ok((counts['{result="ok"}'] ?? 0) >= 1);
  assert.is(counts['{result="unavailable"}'], 1);
  await redis.restart();
  await waitFor(async () => (await read('efir_redis_up')) === 1, { what: 'the return to be seen' });
  assert.is(await read('efir_redis_reconnects_total'), 1);
  await store.close();
});

suite('a Redis that keeps the connection and does not answer is down', async () => {
  const { observer, read } = await measured();
  observer.onConnection(true);
  observer.onCommand(5_000, 'unavailable');
  assert.is(await read('efir_redis_up'), 0);
  observer.onCommand(1, 'failed');
  assert.is(await read('efir_redis_up'), 1, 'a refusal is an answer');
});

suite('a first connection that fails and then succeeds was no loss', async () => {
  const { observer, read } = await measured();
  observer.onConnection(false);
  observer.onConnection(true);
  assert.is(await read('efir_redis_up'), 1);
  assert.is(await read('efir_redis_reconnects_total'), 0);
});

suite.run();
