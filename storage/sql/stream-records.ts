import type { Kysely, Selectable } from 'kysely';
import type { StreamRecord, StreamRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The streams table. */
export function createStreamRecords(db: Kysely<Database>): StreamRecords {
  return {
    async seen({ id, ...chat }, at) {
      const row = await db
        .insertInto('streams')
        .values({ streamId: id, ...chat, firstSeenAt: at, lastSeenAt: at })
        .onConflict((conflict) => conflict.column('streamId').doUpdateSet({ ...chat, lastSeenAt: at }))
        .returningAll()
        .executeTakeFirstOrThrow();
      return toStream(row);
    },
    async find(id) {
      const row = await db.selectFrom('streams').selectAll().where('streamId', '=', id).executeTakeFirst();
      return row === undefined ? null : toStream(row);
    },
    async setSettings(id, settings) {
      const values = { settings: JSON.stringify(settings) };
      await db.updateTable('streams').set(values).where('streamId', '=', id).execute();
    },
  };
}

function toStream({ streamId, settings, ...rest }: Selectable<Database['streams']>): StreamRecord {
  return { id: streamId, settings: JSON.parse(settings), ...rest };
}
