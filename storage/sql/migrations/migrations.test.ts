import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { openRecords } from '../open-records.ts';
import { migrations } from './migrations.ts';

const suite = describe('migrations of records that are there');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

/** Makes a file as a version of Efir had it that knew migrations up to `last`, with `rows` in it. */
async function makeOlder(path: string, last: string, rows: string): Promise<void> {
  const sqlite = new Sqlite(path);
  sqlite.pragma('journal_mode = WAL');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }) });
  sqlite.exec('CREATE TABLE kysely_migration (name VARCHAR(255) PRIMARY KEY, timestamp VARCHAR(255) NOT NULL)');
  for (const [name, { up }] of Object.entries(migrations)) {
    if (name > last) break;
    await up(db);
    sqlite.prepare('INSERT INTO kysely_migration VALUES (?, ?)').run(name, '2026-01-01');
  }
  sqlite.exec(rows);
  await db.destroy();
}

suite('0004: people, streams, tracks and the audit of before can be searched; plays are counted', async () => {
  const folder = await makeTemporaryFolder();
  const path = join(folder, 'efir.sqlite');
  await makeOlder(
    path,
    '0003-session-listeners',
    `INSERT INTO users (user_id, username, first_name, last_name, first_seen_at, last_seen_at)
       VALUES (7, 'olga', 'Ольга', 'ЩУКИНА', 1, 1);
     INSERT INTO streams (stream_id, type, title, first_seen_at, last_seen_at) VALUES (-5, 'group', 'Комната', 1, 1);
     INSERT INTO tracks (track_id, title, performer, source, first_seen_at, last_seen_at)
       VALUES ('a', 'Песня', NULL, '{"type":"live","url":"http://x"}', 1, 1), ('b', 'Other', 'Nina', '{"type":"http","url":""}', 1, 1);
     INSERT INTO sessions (session_id, stream_id, started_at) VALUES ('s', -5, 1);
     INSERT INTO plays (stream_id, session_id, generation, track_id, item_id, added_by_id, added_by_name, added_at, started_at)
       VALUES (-5, 's', 1, 'b', 'i1', 7, 'x', 1, 10), (-5, 's', 2, 'b', 'i2', 7, 'x', 1, 20);
     INSERT INTO audit (at, admin_id, admin_name, action, target, origin) VALUES (1, 7, 'Ольга', 'queue.move', 'stream:-5', 'chat')`,
  );
  const records = await openRecords({ path, log });
  try {
    const page = { order: 'asc', page: 1, pageSize: 10 } as const;
    const users = await records.users.list({ ...page, sort: 'name', search: 'щукин', ownerIds: [] });
    assert.equal(
      users.rows.map(({ id, version }) => [id, version]),
      [[7, 1]],
    );
    assert.is((await records.streams.list({ ...page, sort: 'title', search: 'комн', onIds: [] })).total, 1);
    const tracks = await records.tracks.list({ ...page, sort: 'playCount' });
    assert.equal(
      tracks.rows.map(({ trackId, playCount, lastPlayedAt, isRenamed }) => [
        trackId,
        playCount,
        lastPlayedAt,
        isRenamed,
      ]),
      [
        ['a', 0, null, false],
        ['b', 2, 20, false],
      ],
    );
    assert.is((await records.tracks.list({ ...page, sort: 'title', search: 'nina' })).total, 1);
    assert.is((await records.tracks.list({ ...page, sort: 'title', filter: { source: 'live' } })).total, 1);
    assert.is((await records.audit.list({ ...page, sort: 'at', search: 'ольга move' })).total, 1);
    await records.tracks.upsert(
      { trackId: 'c', title: 'New', performer: null, durationMs: 1, source: { type: 'http', url: '' } },
      2,
    );
    assert.is((await records.tracks.list({ ...page, sort: 'title', search: 'new' })).total, 1);
  } finally {
    await records.close();
  }
  const sqlite = new Sqlite(path);
  assert.throws(() => sqlite.exec(`UPDATE audit SET action = 'x'`), /never changed/, 'still');
  sqlite.close();
  await rm(folder, { recursive: true });
});

suite.run();
