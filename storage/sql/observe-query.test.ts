import Sqlite from 'better-sqlite3';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { observeQueries } from './observe-query.ts';

const test = suite('queries are timed');

function observed() {
  const told: string[] = [];
  const sqlite = new Sqlite(':memory:');
  const database = observeQueries(sqlite, (kind, tookMs, result) => {
    assert.ok(tookMs >= 0);
    told.push(`${kind} ${result}`);
  });
  database.prepare('create table things (id integer primary key)').run([]);
  return { database, told };
}

test('by what they do, and whether they did it', () => {
  const { database, told } = observed();
  database.prepare('insert into things values (?)').run([1]);
  const again = database.prepare('INSERT into things values (?)');
  assert.throws(() => again.run([1]), 'UNIQUE');
  database.prepare('update things set id = ?').run([2]);
  const select = database.prepare('  select * from things');
  assert.ok(select.reader);
  assert.equal(select.all([]), [{ id: 2 }]);
  database.prepare('delete from things').run([]);
  database.prepare('begin').run([]);
  assert.equal(told, ['other ok', 'insert ok', 'insert failed', 'update ok', 'select ok', 'delete ok', 'other ok']);
  database.close();
});

test('rows that are read one by one come through', () => {
  const { database, told } = observed();
  database.prepare('insert into things values (1), (2)').run([]);
  assert.equal([...database.prepare('select id from things').iterate([])], [{ id: 1 }, { id: 2 }]);
  assert.equal(told, ['other ok', 'insert ok']);
  database.close();
});

test.run();
