import { type Kysely, sql } from 'kysely';
import type { Logger } from '../../log.ts';
import { createAuditRecords } from './audit-records.ts';
import { openDatabase } from './database.ts';
import { migrateDatabase } from './migrate-database.ts';
import { createPlayRecords } from './play-records.ts';
import type { Records, RecordTables } from './records.ts';
import { createSampleRecords } from './sample-records.ts';
import { createSessionRecords } from './session-records.ts';
import { translateSqlError, withSqlErrors } from './sql-error.ts';
import { createStreamRecords } from './stream-records.ts';
import type { Database } from './tables.ts';
import type { ObserveQuery } from './timed-statement.ts';
import { createTokenRecords } from './token-records.ts';
import { createTrackRecords } from './track-records.ts';
import { createUserRecords } from './user-records.ts';

/** Where the records are. `onQuery`: told of every query. */
export interface RecordsOptions {
  readonly path: string;
  readonly log: Logger;
  readonly onQuery?: ObserveQuery;
}

/**
 * Opens the records in the SQLite file at `path` (made when missing) and brings its tables to the present form. The caller closes it.
 * @throws AppError `sql-unavailable`; `internal` when the file comes from a later version of Efir.
 */
export async function openRecords({ path, log, onQuery }: RecordsOptions): Promise<Records> {
  const db = openDatabase(path, onQuery);
  try {
    const applied = await migrateDatabase(db);
    if (applied.length > 0) log.info({ applied }, 'the records were brought to the present form');
  } catch (error) {
    await db.destroy();
    throw error;
  }

  async function transaction<T>(work: (tables: RecordTables) => Promise<T>): Promise<T> {
    try {
      return await db.transaction().execute(async (trx) => {
        // A write takes the lock at once: what reads first could not write any more after another process wrote in between.
        await sql`DELETE FROM forgotten_sessions WHERE false`.execute(trx);
        return await work(createTables(trx));
      });
    } catch (error) {
      throw translateSqlError(error);
    }
  }
  const tables = createTables(db);
  return {
    ...tables,
    // These write to several tables: all or none.
    plays: {
      ...tables.plays,
      record: (report, at) => transaction(({ plays }) => plays.record(report, at)),
    },
    streams: {
      ...tables.streams,
      migrate: (from, to) => transaction(({ streams }) => streams.migrate(from, to)),
    },
    sessions: {
      ...tables.sessions,
      start: (session, at) => transaction(({ sessions }) => sessions.start(session, at)),
      listeners: (heard, at) => transaction(({ sessions }) => sessions.listeners(heard, at)),
      end: (session, at) => transaction(({ sessions }) => sessions.end(session, at)),
    },
    transaction,
    ...withSqlErrors({
      ping: async () => {
        await sql`SELECT 1 FROM users LIMIT 1`.execute(db);
      },
      close: () => db.destroy(),
    }),
  };
}

function createTables(db: Kysely<Database>): RecordTables {
  return {
    users: withSqlErrors(createUserRecords(db)),
    streams: withSqlErrors(createStreamRecords(db)),
    tracks: withSqlErrors(createTrackRecords(db)),
    sessions: withSqlErrors(createSessionRecords(db)),
    plays: withSqlErrors(createPlayRecords(db)),
    audit: withSqlErrors(createAuditRecords(db)),
    tokens: withSqlErrors(createTokenRecords(db)),
    samples: withSqlErrors(createSampleRecords(db)),
  };
}
