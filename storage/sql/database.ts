import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import { AppError } from '../../errors.ts';
import { keepStatements } from './keep-statements.ts';
import type { Database } from './tables.ts';
import type { ObserveQuery } from './timed-statement.ts';

/** How long a writer waits for another process's transaction, milliseconds. */
const busyTimeoutMs = 5_000;
/** Pages that are kept in memory, kilobytes: the indexes that a list of 100,000 people is read from. */
const cacheKb = 32_000;

/**
 * Opens the SQLite file, and makes it and its folder when missing. A committed transaction is on the disk (WAL, synchronous FULL).
 * The caller destroys it.
 * @throws AppError `sql-unavailable` when it cannot be opened.
 */
export function openDatabase(path: string, observe?: ObserveQuery): Kysely<Database> {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const sqlite = new Sqlite(path, { timeout: busyTimeoutMs });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma(`cache_size = -${cacheKb}`);
    return new Kysely<Database>({
      dialect: new SqliteDialect({ database: keepStatements(sqlite, observe) }),
      plugins: [new CamelCasePlugin()],
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('sql-unavailable', `the database ${path} cannot be opened: ${reason}`, { cause });
  }
}
