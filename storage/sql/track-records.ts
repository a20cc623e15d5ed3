import type { Kysely } from 'kysely';
import type { TrackRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The tracks table. */
export function createTrackRecords(db: Kysely<Database>): TrackRecords {
  return {
    async upsert({ trackId, title, performer, durationMs, source }, at) {
      const present = {
        title,
        performer,
        durationMs: durationMs === null ? null : Math.round(durationMs),
        source: JSON.stringify(source),
        lastSeenAt: at,
      };
      await db
        .insertInto('tracks')
        .values({ trackId, ...present, firstSeenAt: at })
        .onConflict((conflict) => conflict.column('trackId').doUpdateSet(present))
        .execute();
    },
    async find(trackId) {
      const row = await db.selectFrom('tracks').selectAll().where('trackId', '=', trackId).executeTakeFirst();
      return row === undefined ? null : { ...row, source: JSON.parse(row.source) };
    },
  };
}
