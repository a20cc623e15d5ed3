import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { KeptStatement } from './kept-statement.ts';
import { type ObserveQuery, TimedStatement } from './timed-statement.ts';

/** Texts differ by how many values a list has; more than these are not kept. */
const mostKept = 500;

/**
 * The database with its statements kept: a text is prepared at its first query, not at each, which takes some three quarters of the time of
 * a small one. `observe`: told of every query.
 */
export function keepStatements(database: SqliteDatabase, observe?: ObserveQuery): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();

  function keep(text: string): SqliteStatement {
    const prepare = () => database.prepare(text);
    const statement = observe === undefined ? new KeptStatement(prepare) : new TimedStatement(prepare, text, observe);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= mostKept) kept.delete(oldest);
    kept.set(text, statement);
    return statement;
  }

  return {
    close: () => database.close(),
    prepare: (text) => kept.get(text) ?? keep(text),
  };
}
