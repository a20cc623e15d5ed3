import type { SqliteDatabase } from 'kysely';

/** What a query does. `other`: transactions, pragmas, changes of the schema. */
export type QueryKind = 'select' | 'insert' | 'update' | 'delete' | 'other';

/**
 * Told of each query when it is over, after `tookMs` milliseconds, in which this process did nothing else: must be quick and must not throw.
 */
export type ObserveQuery = (kind: QueryKind, tookMs: number, result: 'ok' | 'failed') => void;

/**
 * The database with its queries timed where they run. (Kysely's own `log` costs some ten times as much.) Rows that are read one by one
 * (`iterate`) are not timed: between them others work.
 */
export function observeQueries(database: SqliteDatabase, observe: ObserveQuery): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql);
      const kind = kindOf(sql);
      const timed = <T>(work: () => T): T => {
        const begunAt = performance.now();
        let result: 'ok' | 'failed' = 'failed';
        try {
          const value = work();
          result = 'ok';
          return value;
        } finally {
          observe(kind, performance.now() - begunAt, result);
        }
      };
      return {
        reader: statement.reader,
        all: (parameters) => timed(() => statement.all(parameters)),
        run: (parameters) => timed(() => statement.run(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}

/** By the first word; Kysely writes it in small letters. */
function kindOf(sql: string): QueryKind {
  const word = /^\s*(\w+)/.exec(sql)?.[1]?.toLowerCase();
  return word === 'select' || word === 'insert' || word === 'update' || word === 'delete' ? word : 'other';
}
