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

/** Repeats an object of asynchronous methods, with their errors translated; also those of what they iterate over. */
export function withSqlErrors<T extends object>(methods: T): T {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    (...args: unknown[]) => {
      const result: unknown = method(...args);
      return isIterable(result) ? eachOf(result) : resultOf(result);
    },
  ]);
  return Object.fromEntries(wrapped);
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* eachOf(values: AsyncIterable<unknown>): AsyncGenerator {
  try {
    yield* values;
  } catch (error) {
    throw translateSqlError(error);
  }
}

async function resultOf(result: unknown): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw translateSqlError(error);
  }
}
