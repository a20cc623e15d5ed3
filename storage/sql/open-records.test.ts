import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { openDatabase } from './database.ts';
import { migrateFile } from './migrate-database.ts';
import { migrations } from './migrations/migrations.ts';
import { openRecords } from './open-records.ts';

const suite = describe('the records file');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let folder = '';
let path = '';

suite.before.each(async () => {
  folder = await makeTemporaryFolder();
  path = join(folder, 'made', 'on demand', 'efir.sqlite');
});
suite.after.each(() => rm(folder, { recursive: true, force: true }));

const olga = { id: 7, username: 'olga', firstName: 'Olga', lastName: null, languageCode: 'ru' };

suite('it is made with its folder, and migrated once', async () => {
  assert.equal(await migrateFile(path), Object.keys(migrations));
  assert.equal(await migrateFile(path), []);
  const records = await openRecords({ path, log });
  await records.ping();
  await records.close();
});

suite('migrations are in the order of their names, and numbered from one on', () => {
  const names = Object.keys(migrations);
  assert.equal(names, [...names].sort());
  for (const [index, name] of names.entries()) assert.is(Number(name.slice(0, 4)), index + 1);
});

suite('what was written is there at the next opening', async () => {
  const first = await openRecords({ path, log });
  await first.users.seen(olga, 1_000);
  await first.close();
  const second = await openRecords({ path, log });
  assert.is((await second.users.find(7))?.firstName, 'Olga');
  await second.close();
});

suite('durable and strict: WAL, fsync at commit, foreign keys, STRICT tables', async () => {
  await migrateFile(path);
  const db = openDatabase(path);
  try {
    const { rows } = await sql`SELECT * FROM pragma_synchronous, pragma_foreign_keys, pragma_busy_timeout`.execute(db);
    assert.equal(rows, [{ synchronous: 2, foreignKeys: 1, timeout: 5_000 }]);
  } finally {
    await db.destroy();
  }
  const sqlite = new Sqlite(path);
  try {
    assert.is(sqlite.pragma('journal_mode', { simple: true }), 'wal');
    const tables = sqlite.prepare(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main'`).all() as {
      name: string;
      strict: number;
    }[];
    const own = tables.filter(({ name }) => !/^(sqlite|kysely)_|_text/.test(name));
    const names =
      'api_tokens audit blocked_ids forgotten_sessions listener_samples plays sessions streams track_removals tracks users';
    assert.is(
      own
        .map(({ name }) => name)
        .sort()
        .join(' '),
      names,
    );
    assert.equal(
      own.filter(({ strict }) => strict !== 1),
      [],
    );
  } finally {
    sqlite.close();
  }
});

suite('two processes may write at the same time', async () => {
  const one = await openRecords({ path, log });
  const two = await openRecords({ path, log });
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).users.seen({ ...olga, id: index }, index)),
  );
  assert.is((await one.users.find(38))?.id, 38);
  assert.is((await two.users.find(39))?.id, 39);
  await one.close();
  await two.close();
});

suite('a transaction that throws leaves nothing behind', async () => {
  const records = await openRecords({ path, log });
  const failed = records.transaction(async ({ users, audit }) => {
    await users.seen(olga, 1_000);
    await audit.append(
      { adminId: 1, adminName: 'A', action: 'x', target: 'user:7', before: null, after: null, origin: 'chat' },
      1_000,
    );
    throw new Error('changed my mind');
  });
  assert.match((await rejection(failed)).message, 'changed my mind');
  assert.is(await records.users.find(7), null);
  assert.equal(await records.audit.recent(10), []);
  assert.is(await records.transaction(({ users }) => users.seen(olga, 1).then(({ id }) => id)), 7);
  await records.close();
});

suite('a file that is no database', async () => {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'this is a shopping list, not a database, and it is long enough to be read'.repeat(20));
  const error = await rejection(openRecords({ path, log }));
  assert.is(error.code, 'sql-unavailable');
  assert.match(await readFile(path, 'utf8'), 'shopping list', 'and it is left alone');
});

suite('a folder that cannot be made', async () => {
  await writeFile(join(folder, 'file'), '');
  const error = await rejection(openRecords({ path: join(folder, 'file', 'efir.sqlite'), log }));
  assert.is(error.code, 'sql-unavailable');
});

suite('a file of a later version is refused', async () => {
  await migrateFile(path);
  const sqlite = new Sqlite(path);
  sqlite.prepare('INSERT INTO kysely_migration (name, timestamp) VALUES (?, ?)').run('9999-future', '2099');
  sqlite.close();
  const error = await rejection(openRecords({ path, log }));
  assert.is(error.code, 'internal');
  assert.match(error.message, '9999-future');
});

suite('after the close nothing can be asked', async () => {
  const records = await openRecords({ path, log });
  await records.close();
  assert.ok(['sql-unavailable', 'internal'].includes((await rejection(records.users.find(7))).code));
});

suite.run();
