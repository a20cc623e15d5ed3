import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { translateSqlError, withSqlErrors } from './sql-error.ts';

const suite = describe('errors of the database');
let folder = '';

suite.before(async () => {
  folder = await makeTemporaryFolder();
});
suite.after(() => rm(folder, { recursive: true, force: true }));

/** The error that SQLite itself throws. */
function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('did not throw');
}

suite('a locked file cannot be used just now', () => {
  const path = join(folder, 'locked.sqlite');
  const [one, two] = [new Sqlite(path), new Sqlite(path, { timeout: 0 })];
  try {
    one.exec('BEGIN EXCLUSIVE');
    const error = translateSqlError(thrownBy(() => two.exec('BEGIN EXCLUSIVE')));
    assert.is(error.code, 'sql-unavailable');
    assert.match(error.message, 'locked');
    assert.ok(error.cause);
  } finally {
    one.close();
    two.close();
  }
});

suite('a wrong statement and a broken rule are defects', () => {
  const sqlite = new Sqlite(':memory:');
  try {
    sqlite.exec('CREATE TABLE numbers (number INTEGER CHECK (number > 0)) STRICT');
    for (const statement of ['SELECT * FROM nothing', 'INSERT INTO numbers VALUES (0)']) {
      assert.is(translateSqlError(thrownBy(() => sqlite.exec(statement))).code, 'internal');
    }
  } finally {
    sqlite.close();
  }
});

suite('our own errors stay as they are', () => {
  const own = new AppError('lease-lost', 'late');
  assert.is(translateSqlError(own), own);
  assert.is(translateSqlError('text').message, 'the database refused a statement: text');
});

suite('methods keep arguments and results; their errors are translated', async () => {
  const methods = withSqlErrors({
    add: (a: number, b: number) => Promise.resolve(a + b),
    fail: () => Promise.reject(new Error('broken')),
  });
  assert.is(await methods.add(2, 3), 5);
  assert.match((await rejection(methods.fail())).message, 'broken');
});

suite.run();
