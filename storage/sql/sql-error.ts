import { SqliteError } from 'better-sqlite3';
import { AppError } from '../../errors.ts';

/** Codes that say that file, disk or lock are the trouble, not the statement (https://www.sqlite.org/rescode.html). */
const unusable = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|CORRUPT|NOTADB|READONLY|PERM|PROTOCOL|NOMEM)/;

/** An error of SQLite or Kysely as ours: `sql-unavailable`, or `internal` for a defect. */
export function translateSqlError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isUnusable = error instanceof SqliteError && unusable.test(error.code);
  // better-sqlite3 throws a TypeError of its own when the folder is missing or the database is closed.
  const isClosed = error instanceof TypeError && /database|directory/.test(message);
  if (isUnusable || isClosed) {
    return new AppError('sql-unavailable', `the database cannot be used: ${message}`, { cause: error });
  }
  return new AppError('internal', `the database refused a statement: ${message}`, { cause: error });
}

/** Repeats an object of asynchronous methods, with their errors translated. */
export function withSqlErrors<T extends object>(methods: T): T {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw translateSqlError(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped);
}
