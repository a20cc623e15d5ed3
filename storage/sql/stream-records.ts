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
    async migrate(from, to) {
      const group = await db.selectFrom('streams').selectAll().where('streamId', '=', from).executeTakeFirst();
      if (group === undefined) return;
      const { settings } = group;
      await db
        .insertInto('streams')
        .values({ ...group, streamId: to, type: 'supergroup' })
        .onConflict((conflict) => conflict.column('streamId').doUpdateSet({ settings }))
        .execute();
      for (const table of ['sessions', 'plays'] as const) {
        await db.updateTable(table).set({ streamId: to }).where('streamId', '=', from).execute();
      }
      await db.deleteFrom('streams').where('streamId', '=', from).execute();
    },
  };
}

function toStream({ streamId, settings, ...rest }: Selectable<Database['streams']>): StreamRecord {
  return { id: streamId, settings: JSON.parse(settings), ...rest };
}
