import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** How many listened, minute by minute. Times are Unix milliseconds. */
export interface SampleRecords {
  /** Notes how many listen to all streams together; the most of a minute counts. What is older than 30 days is forgotten. */
  note(listeners: number, at: number): Promise<void>;
  /** The most in each span of `stepMs` since then, oldest first; spans without a sample are left out. */
  peaks(since: number, stepMs: number): Promise<readonly { readonly at: number; readonly count: number }[]>;
}

const minuteMs = 60_000;
const keptMs = 30 * 24 * 60 * minuteMs;

/** The table of how many listened. */
export function createSampleRecords(db: Kysely<Database>): SampleRecords {
  return {
    async note(listeners, at) {
      const minute = Math.floor(at / minuteMs) * minuteMs;
      await db
        .insertInto('listenerSamples')
        .values({ minute, listeners })
        // Every control process notes the same minute.
        .onConflict((conflict) =>
          conflict.column('minute').doUpdateSet({ listeners: sql`max(listeners, excluded.listeners)` }),
        )
        .execute();
      await db
        .deleteFrom('listenerSamples')
        .where('minute', '<', minute - keptMs)
        .execute();
    },
    async peaks(since, stepMs) {
      // Not a division: numbers are given to SQLite as floating point.
      const start = sql<number>`minute - minute % ${stepMs}`;
      return await db
        .selectFrom('listenerSamples')
        .select(({ fn }) => [start.as('at'), fn.max<number>('listeners').as('count')])
        .where('minute', '>=', since)
        .groupBy(start)
        .orderBy('at')
        .execute();
    },
  };
}
