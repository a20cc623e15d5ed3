import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirEvent, EventBody } from '../storage/events.ts';
import { defaultSettings, type QueueItem } from '../storage/model.ts';
import { openRecords } from '../storage/sql/open-records.ts';
import type { Records } from '../storage/sql/records.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { createPeople } from './people.ts';
import { record } from './recorder.ts';

const test = suite('history and people in SQL');
let folder: string;
let records: Records;
const streamId = -1001;

test.before(async () => {
  folder = await makeTemporaryFolder();
  records = await openRecords({ path: join(folder, 'records.sqlite'), log: pino({ level: 'silent' }) });
});
test.after(async () => {
  await records.close();
  await rm(folder, { recursive: true, force: true });
});

const item: QueueItem = {
  itemId: 'i1',
  track: {
    trackId: 't1',
    title: 'So What',
    performer: 'Miles Davis',
    durationMs: 562_000,
    source: { type: 'library', path: 'x' },
  },
  addedBy: { id: 7, name: '@olga' },
  addedAt: 1,
};
const event = (at: number, body: EventBody): EfirEvent => ({ ...body, id: `${at}-0`, streamId, at });

test('a session with its plays, each event once or more', async () => {
  const history = [
    event(100, { type: 'stream.started', data: { sessionId: 's1', startedBy: 7 } }),
    event(110, { type: 'track.started', data: { sessionId: 's1', generation: 1, item, isResumed: false } }),
    event(500, {
      type: 'track.ended',
      data: { sessionId: 's1', generation: 1, item, outcome: 'skipped', playedMs: 390 },
    }),
    event(510, { type: 'track.started', data: { sessionId: 's1', generation: 2, item, isResumed: false } }),
    event(520, { type: 'track.failed', data: { sessionId: 's1', generation: 2, item, reason: 'unreadable' } }),
    event(600, { type: 'stream.ended', data: { sessionId: 's1', endReason: 'error', detail: 'call-closed' } }),
  ];
  for (const it of [...history, ...history]) await record(records, it);
  const session = await records.sessions.find('s1');
  assert.equal(
    [session?.startedBy, session?.startedAt, session?.endedAt, session?.endReason, session?.endDetail],
    [7, 100, 600, 'error', 'call-closed'],
  );
  const plays = await records.plays.recent(streamId, 10);
  assert.equal(
    plays.map(({ generation, outcome, playedMs, failure }) => [generation, outcome, playedMs, failure]),
    [
      [2, null, 0, 'unreadable'],
      [1, 'skipped', 390, null],
    ],
  );
  assert.is((await records.tracks.find('t1'))?.title, 'So What');
});

test('what is no history writes nothing', async () => {
  const untouched = { sessions: {}, plays: {} } as unknown as Records;
  for (const body of [
    { type: 'track.progress', data: { generation: 1, positionMs: 1, isPaused: false } },
    { type: 'listeners.changed', data: { count: 1 } },
    { type: 'stream.state', data: { state: 'live', problem: null } },
    { type: 'queue.changed', data: { version: 1, length: 1, change: 'add' } },
  ] satisfies EventBody[]) {
    await record(untouched, event(1, body));
  }
});

test('people: their standing, the language they chose, owners by configuration', async () => {
  const people = createPeople({ records, ownerIds: [9], now: () => 42 });
  assert.equal(await people.standing(5), { role: 'user', isBlocked: false, language: null }, 'never seen');
  await people.setLanguage(5, 'ru');
  await people.seen({ id: 5, first_name: 'Olga', username: 'olga', language_code: 'en' });
  assert.is((await people.standing(5)).language, null);
  await people.setLanguage(5, 'ru');
  await people.seen({ id: 5, first_name: 'Olga' });
  assert.is((await people.standing(5)).language, 'ru');
  const user = await records.users.find(5);
  assert.equal([user?.username, user?.languageCode, user?.lastSeenAt], [null, null, 42]);
  assert.is((await people.standing(9)).role, 'owner');
  await people.chatSeen({ id: streamId, type: 'supergroup', title: 'Jazz', username: undefined });
  assert.is((await records.streams.find(streamId))?.title, 'Jazz');
});

test('settings are mirrored, also when the event comes again', async () => {
  await records.streams.seen({ id: -7, type: 'supergroup', title: 'Jazz', username: null }, 1);
  const after = { ...defaultSettings, volumePercent: 80, language: 'ru' } as const;
  const data = { before: defaultSettings, after, changedBy: 7 };
  const changed: EfirEvent = { type: 'settings.changed', data, id: '1-0', streamId: -7, at: 1 };
  await record(records, changed);
  await record(records, changed);
  assert.equal((await records.streams.find(-7))?.settings, after);
});

test('an operation is written down once, without one each time', async () => {
  const entry = { adminId: 7, adminName: '@olga', action: 'queue.move', target: 'stream:-7', before: 1, after: 2 };
  const first = await records.audit.append({ ...entry, origin: 'chat', operation: 'u1' }, 10);
  const again = await records.audit.append({ ...entry, origin: 'chat', operation: 'u1' }, 20);
  assert.equal(again, first);
  const anonymous = await records.audit.append({ ...entry, origin: 'chat' }, 30);
  assert.is.not((await records.audit.append({ ...entry, origin: 'chat' }, 40)).auditId, anonymous.auditId);
});

test('a session knows how many listened, and how long together; events that come twice or late count once', async () => {
  const sessionId = 's-heard';
  const heard = (at: number, count: number) => event(at, { type: 'listeners.changed', data: { count, sessionId } });
  const history = [
    event(10_000, { type: 'stream.started', data: { sessionId, startedBy: 7 } }),
    heard(11_000, 2),
    event(12_000, { type: 'track.started', data: { sessionId, generation: 1, item, isResumed: false } }),
    heard(21_000, 5),
    heard(22_000, 0),
    event(30_000, { type: 'track.started', data: { sessionId, generation: 2, item, isResumed: false } }),
    event(30_500, { type: 'track.failed', data: { sessionId, generation: 2, item, reason: 'unreadable' } }),
    heard(40_000, 1),
    event(60_000, { type: 'stream.ended', data: { sessionId, endReason: 'auto-end', detail: null } }),
  ];
  for (const it of [...history, ...history]) await record(records, it);
  const [latest] = await records.sessions.recent(streamId, 1);
  assert.equal(
    [latest?.sessionId, latest?.peakListeners, latest?.listenedMs, latest?.tracksPlayed, latest?.errors],
    [sessionId, 5, 2 * 10_000 + 5 * 1_000 + 20_000, 1, 1],
  );
});

test('a group that became a supergroup takes its sessions and plays along', async () => {
  const from = -55;
  const inGroup = (at: number, body: EventBody): EfirEvent => ({ ...event(at, body), streamId: from });
  await records.streams.seen({ id: from, type: 'group', title: 'Friends', username: null }, 1);
  await records.streams.setSettings(from, { loop: 'queue' });
  await record(records, inGroup(10, { type: 'stream.started', data: { sessionId: 'g', startedBy: 7 } }));
  const started = { sessionId: 'g', generation: 1, item, isResumed: false };
  await record(records, inGroup(11, { type: 'track.started', data: started }));
  const to = -1_000_000_000_055;
  for (let i = 0; i < 2; i += 1) await record(records, inGroup(12, { type: 'stream.migrated', data: { to } }));
  assert.is(await records.streams.find(from), null);
  const stream = await records.streams.find(to);
  assert.equal([stream?.title, stream?.type, stream?.settings], ['Friends', 'supergroup', { loop: 'queue' }]);
  assert.equal(
    (await records.sessions.recent(to, 5)).map(({ sessionId }) => sessionId),
    ['g'],
  );
  assert.is((await records.plays.recent(to, 5)).length, 1);
});

test.run();
