import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import { rejection } from '../../../test/fixtures/rejection.ts';
import { openRealtimeStore } from '../open-realtime-store.ts';
import { openOutcome, outcomeOfError } from './job-outcome.ts';
import { within } from './within.ts';

const suite = describe('resolve requests, in detail');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let redis: TestRedis;

suite.before(async () => {
  redis = await startTestRedis();
});
suite.after(() => redis.stop());

const open = () => openRealtimeStore({ url: redis.url, prefix: 'jobs', log });
const job = { streamId: 1, query: { type: 'text', text: 'a' } } as const;

suite('an error keeps code and message on its way through the queue', async () => {
  const outcome = JSON.parse(JSON.stringify(outcomeOfError(new AppError('source-failed', 'gone'))));
  const error = await rejection((async () => openOutcome(outcome))());
  assert.equal([error.code, error.message], ['source-failed', 'gone']);
  assert.equal(outcomeOfError(new TypeError('a defect')), { type: 'error', code: 'internal', message: 'a defect' });
  const found = { type: 'tracks', tracks: [] } as const;
  assert.is(openOutcome({ type: 'resolution', resolution: found }), found);
});

suite('a wait has its limit, and what comes in time comes through', async () => {
  const late = () => new AppError('timeout', 'late');
  assert.is(await within(Promise.resolve(5), 60_000, late), 5);
  assert.is((await rejection(within(new Promise(() => undefined), 1, late))).code, 'timeout');
  const failed = Promise.reject(new AppError('internal', 'broken'));
  assert.is((await rejection(within(failed, 60_000, late))).code, 'internal');
});

suite('what was begun may take longer than one waits for somebody to begin', async () => {
  const store = await open();
  const found = { type: 'tracks', tracks: [] } as const;
  const serving = store.resolveJobs.serve(() => sleep(1_500, found), { concurrency: 1 });
  try {
    assert.equal(await store.resolveJobs.request(job, 10_000, { beginWithinMs: 700 }), found);
  } finally {
    await serving.close();
  }
  const error = await rejection(store.resolveJobs.request(job, 10_000, { beginWithinMs: 300 }));
  assert.equal([error.code, error.message], ['timeout', 'no player took the request within 300 ms']);
  await store.close();
});

suite('a server that is killed in the middle: another does its request', async () => {
  const module = new URL('../open-realtime-store.ts', import.meta.url).href;
  const script = `const { openRealtimeStore } = await import(${JSON.stringify(module)});
    const none = () => undefined;
    const log = { debug: none, info: none, warn: none, error: none };
    const store = await openRealtimeStore({ url: ${JSON.stringify(redis.url)}, prefix: 'jobs', log });
    store.resolveJobs.serve(() => { console.log('begun'); return new Promise(none); }, { concurrency: 1 });`;
  const dying = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const store = await open();
  const answer = store.resolveJobs.request(job, 60_000);
  await once(dying.stdout, 'data');
  dying.kill('SIGKILL');
  const serving = store.resolveJobs.serve(() => Promise.resolve({ type: 'tracks', tracks: [] }), { concurrency: 1 });
  try {
    assert.equal(await answer, { type: 'tracks', tracks: [] });
  } finally {
    await serving.close();
    await store.close();
  }
});

suite('closing takes its time only once, and twice is harmless', async () => {
  const store = await open();
  const serving = store.resolveJobs.serve(() => Promise.resolve({ type: 'tracks', tracks: [] }), { concurrency: 1 });
  await store.resolveJobs.request(job, 10_000);
  await serving.close();
  await serving.close();
  await store.close();
});

suite('a store closes although Redis is gone', async () => {
  const store = await open();
  store.resolveJobs.serve(() => Promise.resolve({ type: 'tracks', tracks: [] }), { concurrency: 1 });
  await store.resolveJobs.request(job, 10_000);
  await redis.kill();
  await store.close();
  await redis.restart();
  // Whatever still wanted to reconnect would do so now.
  const raw = new Redis({ path: redis.socketPath });
  await sleep(1_500);
  const connected = /connected_clients:(\d+)/.exec(await raw.info('clients'))?.[1];
  raw.disconnect();
  assert.is(connected, '1');
});

suite.run();
