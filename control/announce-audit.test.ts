import { pino } from 'pino';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import type { EventBody } from '../storage/events.ts';
import { openUseCaseRoom, type UseCaseRoom } from '../test/fixtures/use-case-room.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { announceAudit } from './announce-audit.ts';

const suite = describe('entries of the audit are announced');
const log = pino({ level: 'silent' });
let room: UseCaseRoom;
let told: { readonly streamId: number; readonly event: EventBody }[] = [];

suite.before(async () => {
  room = await openUseCaseRoom();
});
suite.before.each(() => {
  told = [];
});
suite.after(() => room.close());

const entry = (operation: string, target = 'user:9') => ({
  adminId: 1,
  adminName: '@boss',
  action: 'user.block',
  target,
  before: { secret: 1 },
  after: null,
  origin: 'panel' as const,
  operation,
});
const open = (isAway = false) =>
  announceAudit({
    records: room.records,
    log,
    events: {
      async publish(streamId, event) {
        if (isAway) throw new Error('Redis is away');
        told.push({ streamId, event });
        return await room.store.events.publish(streamId, event);
      },
    },
  });

suite('once, under the stream that it is about, without what was before', async () => {
  const records = open();
  const { auditId } = await records.audit.append(entry('one', 'stream:-1001'), 5);
  await records.audit.append(entry('one', 'stream:-1001'), 6);
  await waitFor(() => told.length > 0, { what: 'the event' });
  const data = {
    auditId,
    adminId: 1,
    adminName: '@boss',
    action: 'user.block',
    target: 'stream:-1001',
    origin: 'panel',
  };
  assert.equal(told, [{ streamId: -1_001, event: { type: 'audit', data } }]);
});

suite('of a transaction when it is committed, and not when it is not', async () => {
  const records = open();
  const during = await records.transaction(async ({ audit }) => {
    await audit.append(entry('two'), 7);
    await audit.append(entry('three'), 7);
    return told.length;
  });
  assert.equal([during, told.length], [0, 2]);
  assert.is(told[0]?.streamId, 0);
  const failed = records.transaction(async ({ audit }) => {
    await audit.append(entry('four'), 8);
    throw new Error('not this time');
  });
  assert.match(String(await failed.catch((error: unknown) => error)), 'not this time');
  assert.is(told.length, 2);
});

suite('an entry is written though it cannot be announced', async () => {
  const { auditId } = await open(true).audit.append(entry('five'), 9);
  assert.ok(auditId > 0);
  assert.equal(told, []);
});

suite.run();
