import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeItem } from '../../test/fixtures/queue-items.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { openRecords } from './open-records.ts';
import type { PlayReport } from './play-records.ts';
import type { AuditEntry, Records } from './records.ts';

const suite = describe('records');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let folder = '';
let path = '';
let records: Records;

suite.before.each(async () => {
  folder = await makeTemporaryFolder();
  path = join(folder, 'efir.sqlite');
  records = await openRecords({ path, log });
});
suite.after.each(async () => {
  await records.close();
  await rm(folder, { recursive: true, force: true });
});

/** Does something to the file that the application itself has no way to do. */
function behindItsBack(statement: string): void {
  const sqlite = new Sqlite(path);
  sqlite.pragma('foreign_keys = ON');
  try {
    sqlite.exec(statement);
  } finally {
    sqlite.close();
  }
}

const olga = { id: 7_000_000_001, username: 'olga', firstName: 'Ольга', lastName: 'Ким', languageCode: 'ru' };
const chat = { id: -1_001_234_567_890_123, type: 'supergroup', title: 'Щука & <b>', username: null } as const;

suite('users: seen for the first time', async () => {
  const expected = {
    ...olga,
    role: 'user',
    isBlocked: false,
    language: null,
    email: null,
    note: null,
    version: 1,
    firstSeenAt: 1_000,
    lastSeenAt: 1_000,
  };
  assert.equal(await records.users.seen(olga, 1_000), expected);
  assert.equal(await records.users.find(olga.id), expected);
  assert.is(await records.users.find(1), null);
});

suite('users: seen again: names are the present ones, what Efir knows stays', async () => {
  await records.users.seen(olga, 1_000);
  await records.users.setLanguage(olga.id, 'en');
  behindItsBack(`UPDATE users SET role = 'moderator', is_blocked = 1, email = 'o@example.com'`);
  const again = await records.users.seen({ ...olga, username: null, firstName: 'Olga' }, 2_000);
  assert.equal(again, {
    ...olga,
    username: null,
    firstName: 'Olga',
    role: 'moderator',
    isBlocked: true,
    language: 'en',
    email: 'o@example.com',
    note: null,
    version: 1,
    firstSeenAt: 1_000,
    lastSeenAt: 2_000,
  });
  await records.users.setLanguage(99, 'en');
  assert.is(await records.users.find(99), null);
});

suite('users: a username may pass to another person, an email may not be shared', async () => {
  await records.users.seen(olga, 1_000);
  await records.users.seen({ ...olga, id: 8 }, 1_000);
  behindItsBack(`UPDATE users SET email = 'o@example.com' WHERE user_id = 8`);
  assert.throws(
    () => behindItsBack(`UPDATE users SET email = 'O@EXAMPLE.com' WHERE user_id <> 8`),
    /UNIQUE constraint/,
  );
});

suite('streams: seen, seen again, settings stay', async () => {
  const first = await records.streams.seen(chat, 1_000);
  assert.equal(first, { ...chat, settings: {}, note: null, version: 1, firstSeenAt: 1_000, lastSeenAt: 1_000 });
  behindItsBack(`UPDATE streams SET settings = '{"loop":"track"}'`);
  await records.streams.seen({ ...chat, title: 'New', username: 'schuka' }, 2_000);
  assert.equal(await records.streams.find(chat.id), {
    ...chat,
    title: 'New',
    username: 'schuka',
    settings: { loop: 'track' },
    note: null,
    version: 1,
    firstSeenAt: 1_000,
    lastSeenAt: 2_000,
  });
  assert.is(await records.streams.find(-5), null);
});

suite('tracks: the latest title and source count', async () => {
  const { track } = makeItem('a');
  await records.tracks.upsert(track, 1_000);
  const later = { ...track, title: 'Other', performer: 'P', durationMs: 1_234.6 };
  await records.tracks.upsert(later, 2_000);
  assert.equal(await records.tracks.find(track.trackId), {
    ...later,
    durationMs: 1_235,
    isRenamed: false,
    note: null,
    version: 1,
    playCount: 0,
    lastPlayedAt: null,
    firstSeenAt: 1_000,
    lastSeenAt: 2_000,
  });
  await records.tracks.upsert({ ...track, durationMs: null }, 3_000);
  assert.is((await records.tracks.find(track.trackId))?.durationMs, null);
  assert.is(await records.tracks.find('none'), null);
});

const session = { sessionId: 's1', streamId: chat.id };
const ended = { ...session, endReason: 'manual', endDetail: null } as const;

suite('sessions: start and end, each twice', async () => {
  await records.sessions.start({ ...session, startedBy: 7 }, 1_000);
  await records.sessions.start({ ...session, startedBy: 8 }, 1_500);
  assert.equal(await records.sessions.find('s1'), {
    ...session,
    startedBy: 7,
    startedAt: 1_000,
    endedAt: null,
    endReason: null,
    endDetail: null,
    peakListeners: 0,
    listenedMs: 0,
  });
  await records.sessions.end({ ...ended, endReason: 'error', endDetail: 'call-closed' }, 2_000);
  await records.sessions.end(ended, 3_000);
  const row = await records.sessions.find('s1');
  assert.equal([row?.endedAt, row?.endReason, row?.endDetail], [2_000, 'error', 'call-closed']);
  assert.is(await records.sessions.find('s2'), null);
});

suite('sessions: an end that comes before its start', async () => {
  await records.sessions.end(ended, 2_000);
  await records.sessions.start({ ...session, startedBy: 7 }, 1_000);
  const row = await records.sessions.find('s1');
  assert.equal([row?.startedBy, row?.startedAt, row?.endedAt], [7, 1_000, 2_000]);
});

suite('sessions: a chat that was never seen gets its name when it is', async () => {
  await records.sessions.start({ ...session, startedBy: null }, 1_000);
  assert.is((await records.streams.find(chat.id))?.title, '');
  await records.streams.seen(chat, 2_000);
  assert.is((await records.streams.find(chat.id))?.title, chat.title);
  assert.ok(await records.sessions.find('s1'));
});

const play = (name: string, generation: number, more: Partial<PlayReport> = {}): PlayReport => ({
  ...session,
  generation,
  item: makeItem(name),
  ...more,
});

suite('plays: start and end make one row, however often and in whatever order they come', async () => {
  const reports = [
    { report: play('a', 1), at: 1_000 },
    { report: play('a', 1, { outcome: 'finished', playedMs: 180_000.4 }), at: 181_000 },
  ];
  const orders = [reports, reports.toReversed(), [...reports, ...reports], [...reports, ...reports.toReversed()]];
  for (const [index, order] of orders.entries()) {
    const streamId = chat.id - index;
    const sessionId = `s-${index}`;
    for (const { report, at } of order) await records.plays.record({ ...report, streamId, sessionId }, at);
    assert.equal(await records.plays.recent(streamId, 10), [
      {
        streamId,
        sessionId,
        generation: 1,
        item: makeItem('a'),
        startedAt: 1_000,
        endedAt: 181_000,
        outcome: 'finished',
        playedMs: 180_000,
        failure: null,
      },
    ]);
  }
});

suite('plays: the first outcome counts, a failure is kept beside it', async () => {
  await records.plays.record(play('a', 1, { outcome: 'failed' }), 1_000);
  await records.plays.record(play('a', 1, { failure: 'source-failed' }), 1_001);
  await records.plays.record(play('a', 1, { outcome: 'skipped', playedMs: 5, failure: 'other' }), 1_002);
  const [row] = await records.plays.recent(chat.id, 1);
  assert.equal([row?.outcome, row?.failure, row?.playedMs, row?.endedAt], ['failed', 'source-failed', 5, 1_000]);
});

suite('plays: the latest come first, and the same item in another session is another play', async () => {
  await records.plays.record(play('a', 1), 1_000);
  await records.plays.record(play('b', 2), 2_000);
  await records.plays.record(play('c', 3), 2_000);
  await records.plays.record(play('c', 3, { sessionId: 's2' }), 3_000);
  await records.plays.record({ ...play('x', 1), streamId: -5 }, 9_000);
  const rows = await records.plays.recent(chat.id, 3);
  assert.equal(
    rows.map(({ sessionId, item }) => `${sessionId} ${item.itemId}`),
    ['s2 c', 's1 c', 's1 b'],
  );
});

suite('plays: a record is all or nothing', async () => {
  const bad = play('a', 1, { outcome: 'exploded' as 'failed' });
  assert.is((await rejection(records.plays.record(bad, 1_000))).code, 'internal');
  assert.is(await records.tracks.find('track-a'), null);
  assert.is(await records.sessions.find('s1'), null);
});

suite('a stream that is deleted takes its sessions and plays with it, not the tracks', async () => {
  await records.plays.record(play('a', 1), 1_000);
  behindItsBack('DELETE FROM streams');
  assert.equal(await records.plays.recent(chat.id, 1), []);
  assert.is(await records.sessions.find('s1'), null);
  assert.ok(await records.tracks.find('track-a'));
});

const entry: AuditEntry = {
  adminId: 1,
  adminName: '@admin',
  action: 'user.block',
  target: 'user:7',
  before: { isBlocked: false },
  after: { isBlocked: true },
  origin: 'panel',
};

suite('audit: entries are numbered, newest first, any JSON before and after', async () => {
  const values = [{ a: [1, 'x', null] }, 'text', 0, false, null];
  for (const [index, before] of values.entries()) {
    const record = await records.audit.append({ ...entry, before }, index);
    assert.equal(record, { ...entry, before, auditId: index + 1, at: index, operation: null, reverts: null });
  }
  const rows = await records.audit.recent(3);
  assert.equal(
    rows.map(({ auditId, before }) => [auditId, before]),
    [
      [5, null],
      [4, false],
      [3, 0],
    ],
  );
});

suite('audit: the database itself refuses to change or remove entries', async () => {
  await records.audit.append(entry, 1);
  assert.throws(() => behindItsBack(`UPDATE audit SET action = 'nothing'`), /never changed/);
  assert.throws(() => behindItsBack('DELETE FROM audit'), /never removed/);
  assert.is((await records.audit.recent(10)).length, 1);
});

suite('wrong values are refused by the tables', () => {
  const values = `1, 'A', 1, 1`;
  const columns = 'user_id, first_name, first_seen_at, last_seen_at';
  assert.throws(() => behindItsBack(`INSERT INTO users (${columns}, role) VALUES (${values}, 'king')`), /CHECK/);
  assert.throws(() => behindItsBack(`INSERT INTO users (${columns}, is_blocked) VALUES (${values}, 2)`), /CHECK/);
  assert.throws(() => behindItsBack(`INSERT INTO users (${columns}) VALUES (1, 'A', 'x', 1)`), /cannot store TEXT/);
  assert.throws(
    () => behindItsBack(`INSERT INTO sessions (session_id, stream_id, started_at) VALUES ('s', 5, 1)`),
    /FOREIGN KEY/,
  );
});

suite.run();
