import { type Kysely, type Selectable, sql } from 'kysely';
import { foldText } from './lists/fold-text.ts';
import { readEach, readPage } from './lists/read-list.ts';
import { planStreams } from './lists/stream-list.ts';
import type { StreamRecord, StreamRecords } from './records.ts';
import type { Database } from './tables.ts';

/** Events about a session that ended longer ago are no longer under way. */
const lateEventsMs = 60 * 60 * 1_000;

/** The streams table. */
export function createStreamRecords(db: Kysely<Database>): StreamRecords {
  const load = async (ids: readonly number[]) =>
    (await db.selectFrom('streams').selectAll().where('streamId', 'in', ids).execute()).map(toStream);
  return {
    async seen({ id, ...chat }, at) {
      const present = { ...chat, titleKey: foldText(chat.title), lastSeenAt: at };
      const row = await db
        .insertInto('streams')
        .values({ streamId: id, ...present, firstSeenAt: at })
        .onConflict((conflict) => conflict.column('streamId').doUpdateSet(present))
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
      const { settings, note } = group;
      await db
        .insertInto('streams')
        .values({ ...group, streamId: to, type: 'supergroup' })
        .onConflict((conflict) =>
          conflict.column('streamId').doUpdateSet({ settings, note: sql`coalesce(streams.note, ${note})` }),
        )
        .execute();
      for (const table of ['sessions', 'plays'] as const) {
        await db.updateTable(table).set({ streamId: to }).where('streamId', '=', from).execute();
      }
      await db.deleteFrom('streams').where('streamId', '=', from).execute();
    },
    list: (query) => readPage(db, [{ ...planStreams(query), load, keyOf }], query),
    each: (query) => readEach(db, [{ ...planStreams(query), load, keyOf }]),
    async create({ id, ...fields }, at) {
      const row = await db
        .insertInto('streams')
        .values({ streamId: id, ...fields, titleKey: foldText(fields.title), firstSeenAt: at, lastSeenAt: at })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toStream(row);
    },
    async update(id, fields) {
      const row = await db
        .updateTable('streams')
        .set({
          ...fields,
          ...(fields.title === undefined ? {} : { titleKey: foldText(fields.title) }),
          version: sql`version + 1`,
        })
        .where('streamId', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toStream(row);
    },
    async delete(id, sessionId, at) {
      const late = at - lateEventsMs;
      const forget = sql`INSERT OR IGNORE INTO forgotten_sessions (session_id, forgotten_at)`;
      await sql`${forget} SELECT session_id, ${at} FROM sessions
        WHERE stream_id = ${id} AND (ended_at IS NULL OR ended_at > ${late})`.execute(db);
      if (sessionId !== null) await sql`${forget} VALUES (${sessionId}, ${at})`.execute(db);
      await db.deleteFrom('forgottenSessions').where('forgottenAt', '<', late).execute();
      await db.deleteFrom('streams').where('streamId', '=', id).execute();
    },
    async count() {
      const { count } = await db
        .selectFrom('streams')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

const keyOf = ({ id }: StreamRecord) => id;

function toStream({ streamId, settings, titleKey: _, ...rest }: Selectable<Database['streams']>): StreamRecord {
  return { id: streamId, settings: JSON.parse(settings), ...rest };
}
