import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../log.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import { openRecords } from '../storage/sql/open-records.ts';
import type { Records } from '../storage/sql/records.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { makeItem } from '../test/fixtures/queue-items.ts';
import { startTestRedis, type TestRedis } from '../test/fixtures/redis.ts';
import { rejection } from '../test/fixtures/rejection.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { startAuditSweep, sweepIntents } from './audit-sweep.ts';
import { createAuditTrail } from './audit-trail.ts';
import { type Control, createControl } from './control.ts';
import type { Actor, Request } from './dependencies.ts';

const suite = describe('nothing that was done goes unrecorded');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const operator: Actor = {
  person: { id: 2, name: '@operator' },
  role: 'user',
  isBlocked: false,
  isChatOperator: true,
};
let folder = '';
let redis: TestRedis;
let store: RealtimeStore;
let records: Records;
let control: Control;
let clock = 1_000_000;
let streamId = -5_000;
let operations = 0;

suite.before(async () => {
  folder = await makeTemporaryFolder();
  redis = await startTestRedis();
  store = await openRealtimeStore({ url: redis.url, prefix: 'sweep', log });
  records = await openRecords({ path: join(folder, 'efir.sqlite'), log });
  control = createControl({ store, records, ownerIds: [], log, now: () => clock });
});
suite.after(async () => {
  await records.close();
  await store.close();
  await redis.stop();
  await rm(folder, { recursive: true });
});
suite.before.each(async () => {
  streamId -= 1;
  await store.queue.add(
    streamId,
    ['a', 'b', 'c'].map((name) => makeItem(name)),
    'end',
    'add',
  );
});

function request(): Request {
  operations += 1;
  return { streamId, actor: operator, operation: `o${operations}` };
}

const plan = { action: 'queue.move', kind: 'move', before: { position: 3 }, after: { position: 1 } };
const intents = () => store.intents.list(Number.MAX_SAFE_INTEGER);
const entries = async () => (await records.audit.recent(100)).filter(({ target }) => target === `stream:${streamId}`);
/** What the next sweep finds, half a minute later. */
async function sweep(): Promise<void> {
  clock += 31_000;
  await sweepIntents({ store, records, now: () => clock, log });
}
/** A trail whose process dies before it has written down anything. */
const begin = (by: Request) => createAuditTrail({ store, records, now: () => clock, log }).begin(by, plan);

suite('killed after the operation, before it was written down: the sweep does it, once, and it can be taken back', async () => {
  const by = request();
  const at = clock;
  await begin(by);
  await store.queue.move(streamId, { from: 3, to: 1 }, by.operation);
  const { version } = await store.queue.read(streamId);
  await sweepIntents({ store, records, now: () => clock, log });
  assert.equal(await entries(), [], 'it may still be under way');
  await sweep();
  await sweep();
  const [entry, ...others] = await entries();
  assert.equal(others, []);
  assert.equal(
    [entry?.action, entry?.adminId, entry?.before, entry?.after, entry?.at],
    ['queue.move', 2, { position: 3 }, { position: 1, version }, at],
  );
  assert.equal(await intents(), []);
  const admin: Actor = { ...operator, role: 'moderator' };
  const reverted = await control.admin.audit.revert(
    { actor: admin, operation: 'back', origin: 'panel' },
    entry?.auditId ?? 0,
  );
  assert.is(reverted.type, 'done');
  assert.is((await store.queue.read(streamId)).items[0]?.itemId, 'a');
});

suite('killed before the operation: nothing was done, nothing is written down', async () => {
  await begin(request());
  await sweep();
  assert.equal(await entries(), []);
  assert.equal(await intents(), []);
});

suite('an operation that changed nothing is not written down', async () => {
  const by = request();
  await begin(by);
  await store.queue.move(streamId, { from: 9, to: 1 }, by.operation);
  await sweep();
  assert.equal(await entries(), []);
});

suite('killed after it was written down: it stays one entry', async () => {
  const by = request();
  assert.is((await control.move({ ...by, from: 3, to: 1 })).type, 'done');
  await begin(by);
  await sweep();
  assert.is((await entries()).length, 1);
});

suite('each kind of operation: what is done is known by its result', async () => {
  const playing = request();
  await store.playback.start(streamId, { sessionId: 's', userId: 1 }, playing.operation);
  const kinds: readonly (readonly [string, string, (operation: string) => Promise<unknown>])[] = [
    [
      'settings.change',
      'settings',
      (id) => store.settings.change(streamId, { patch: { isFair: true }, userId: 2 }, id),
    ],
    ['playback.pause', 'set-paused', (id) => store.playback.setPaused(streamId, true, id)],
    [
      'queue.add',
      'offer',
      (id) => store.queue.offer(streamId, [makeItem('new')], { place: 'front', perUserLimit: null, isFair: false }, id),
    ],
    ['queue.shuffle', 'shuffle', (id) => store.queue.shuffle(streamId, id)],
    ['queue.clear', 'clear', (id) => store.queue.clear(streamId, id)],
    ['queue.undo', 'undo', (id) => store.queue.undo(streamId, id)],
    ['stream.stop', 'stop', (id) => store.playback.stop(streamId, { endReason: 'manual', detail: null }, id)],
    ['stream.resume', 'start', (id) => store.playback.start(streamId, { sessionId: 's2', userId: 2 }, id)],
    ['stream.delete', 'forget', (id) => store.forget(streamId, id)],
  ];
  for (const [action, kind, operate] of kinds) {
    const by = request();
    await createAuditTrail({ store, records, now: () => clock, log }).begin(by, { ...plan, action, kind });
    await operate(by.operation);
  }
  // Off already, and on already: nothing to do.
  const stopping = request();
  await createAuditTrail({ store, records, now: () => clock, log }).begin(stopping, {
    ...plan,
    action: 'x',
    kind: 'stop',
  });
  await store.playback.stop(streamId, { endReason: 'manual', detail: null }, stopping.operation);
  await sweep();
  assert.equal((await entries()).map(({ action }) => action).sort(), kinds.map(([action]) => action).sort());
});

suite('use cases leave no intent behind, whether they do something or not', async () => {
  const by = () => ({ ...request() });
  await control.move({ ...by(), from: 1, to: 2 });
  await control.move({ ...by(), from: 9, to: 2 });
  await control.remove({ ...by(), from: 9, to: 9 });
  await control.shuffle(by());
  await control.clear(by());
  await control.clear(by());
  await control.undo(by());
  await control.changeSettings({ ...by(), patch: { isFair: true } });
  await control.stop(by());
  await control.resume(by());
  await control.setPaused({ ...by(), isPaused: true });
  await control.skip(by());
  await control.previous(by());
  await control.stop(by());
  await waitFor(async () => (await intents()).length === 0, { what: 'all intents to be removed' });
});

suite('while SQL is away deeds are done; they are written down, as they were, when it is back', async () => {
  const broken = createAuditTrail({
    store,
    records: { audit: { append: () => Promise.reject(new Error('the disk is full')) } },
    now: () => clock,
    log,
  });
  const undertaking = await broken.begin(request(), plan);
  await undertaking.note({ before: 'before', after: 'after' });
  assert.is((await intents()).length, 1);
  await sweep();
  const [entry] = await entries();
  assert.equal([entry?.before, entry?.after], ['before', 'after']);
});

suite('while Redis is away nothing is begun', async () => {
  const brief = await openRealtimeStore({ url: redis.url, prefix: 'sweep', log, commandTimeoutMs: 500 });
  await redis.kill();
  const trail = createAuditTrail({ store: brief, records, now: () => clock, log });
  assert.is((await rejection(trail.begin(request(), plan))).code, 'redis-unavailable');
  await redis.restart();
  await brief.close();
});

suite('it runs by itself, at once', async () => {
  const by = request();
  await begin(by);
  await store.queue.move(streamId, { from: 3, to: 1 }, by.operation);
  clock += 31_000;
  const sweeping = startAuditSweep({ store, records, now: () => clock, log });
  await waitFor(async () => (await entries()).length === 1, { what: 'the entry' });
  await sweeping.close();
});

suite.run();
