import Sqlite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { keepStatements } from './keep-statements.ts';

const test = suite('statements are kept, and timed');

/** A database in memory with a table of things; `prepared`: texts in the order in which SQLite prepared them. */
function open() {
  const told: string[] = [];
  const prepared: string[] = [];
  const sqlite = new Sqlite(':memory:');
  sqlite.exec('create table things (id integer primary key)');
  const watched: SqliteDatabase = {
    close: () => sqlite.close(),
    prepare(text) {
      prepared.push(text);
      return sqlite.prepare(text);
    },
  };
  const database = keepStatements(watched, (kind) => (tookMs, result) => {
    assert.ok(tookMs >= 0);
    told.push(`${kind} ${result}`);
  });
  return { database, told, prepared };
}

test('each text is prepared once, and does what it says every time', () => {
  const { database, prepared } = open();
  for (const id of [1, 2, 3]) database.prepare('insert into things values (?)').run([id]);
  const select = 'select id from things where id >= ?';
  assert.equal(database.prepare(select).all([2]), [{ id: 2 }, { id: 3 }]);
  assert.equal(database.prepare(select).all([3]), [{ id: 3 }]);
  assert.equal(prepared, ['insert into things values (?)', select]);
  database.close();
});

test('a statement outlives a change of the schema', () => {
  const { database } = open();
  database.prepare('insert into things values (1)').run([]);
  assert.equal(database.prepare('select * from things').all([]), [{ id: 1 }]);
  database.prepare("alter table things add column name text default 'x'").run([]);
  assert.equal(database.prepare('select * from things').all([]), [{ id: 1, name: 'x' }]);
  database.close();
});

test('what cannot be prepared, or fails, may be tried again', () => {
  const { database } = open();
  assert.throws(() => database.prepare('select * from others'), 'no such table');
  database.prepare('create table others (id integer)').run([]);
  assert.equal(database.prepare('select * from others').all([]), []);
  const insert = database.prepare('insert into things values (?)');
  insert.run([1]);
  assert.throws(() => insert.run([1]), 'UNIQUE');
  assert.is(Number(database.prepare('insert into things values (?)').run([2]).changes), 1);
  database.close();
});

test('rows can be read one by one by several at once, while others ask the same', () => {
  const { database } = open();
  database.prepare('insert into things values (1), (2)').run([]);
  const text = 'select id from things';
  const [one, other] = [database.prepare(text).iterate([]), database.prepare(text).iterate([])];
  const next = (rows: Iterator<unknown>) => rows.next().value;
  assert.equal(next(one), { id: 1 });
  assert.equal(next(other), { id: 1 });
  assert.equal(database.prepare(text).all([]), [{ id: 1 }, { id: 2 }]);
  assert.equal(next(one), { id: 2 });
  assert.equal(next(other), { id: 2 });
});

test('of very many texts the oldest go', () => {
  const { database, prepared } = open();
  for (let value = 0; value < 600; value += 1) database.prepare(`select ${value} as value`).all([]);
  database.prepare('select 599 as value').all([]);
  assert.is(prepared.length, 600);
  assert.equal(database.prepare('select 0 as value').all([]), [{ value: 0 }]);
  assert.is(prepared.length, 601);
  database.close();
});

test('queries are told by what they do, and whether they did it', () => {
  const { database, told } = open();
  database.prepare('insert into things values (?)').run([1]);
  const again = database.prepare('INSERT into things values (?)');
  assert.throws(() => again.run([1]), 'UNIQUE');
  database.prepare('update things set id = ?').run([2]);
  const select = database.prepare('  select * from things');
  assert.ok(select.reader);
  assert.equal(select.all([]), [{ id: 2 }]);
  database.prepare('delete from things').run([]);
  database.prepare('begin').run([]);
  assert.equal(told, ['insert ok', 'insert failed', 'update ok', 'select ok', 'delete ok', 'other ok']);
  assert.equal([...database.prepare('select 1').iterate([])].length, 1);
  assert.is(told.length, 6, 'rows that are read one by one are not timed');
  database.close();
});

test('nobody need be told', () => {
  const database = keepStatements(new Sqlite(':memory:'));
  assert.equal(database.prepare('select 1 as value').all([]), [{ value: 1 }]);
  database.close();
  assert.throws(() => database.prepare('select 1 as value').all([]), 'not open');
});

test.run();
