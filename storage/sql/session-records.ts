import { type Kysely, sql } from 'kysely';
import type { StreamId } from '../model.ts';
import type { SessionRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The sessions table. */
export function createSessionRecords(db: Kysely<Database>): SessionRecords {
  return {
    async start({ sessionId, streamId, startedBy }, at) {
      await ensureSession(db, { sessionId, streamId }, at);
      await db
        .updateTable('sessions')
        // A play or the end may have come first, with a later time and nobody's name.
        .set({ startedBy: sql`coalesce(started_by, ${startedBy})`, startedAt: sql`min(started_at, ${at})` })
        .where('sessionId', '=', sessionId)
        .execute();
    },
    async end({ sessionId, streamId, endReason, endDetail }, at) {
      await ensureSession(db, { sessionId, streamId }, at);
      await db
        .updateTable('sessions')
        .set({ endedAt: at, endReason, endDetail })
        .where('sessionId', '=', sessionId)
        .where('endedAt', 'is', null)
        .execute();
    },
    async find(sessionId) {
      const row = await db.selectFrom('sessions').selectAll().where('sessionId', '=', sessionId).executeTakeFirst();
      return row ?? null;
    },
  };
}

/** Makes the session's row, and its stream's, when they are missing: events may come before what they stand on was noted. */
export async function ensureSession(
  db: Kysely<Database>,
  { sessionId, streamId }: { readonly sessionId: string; readonly streamId: StreamId },
  at: number,
): Promise<void> {
  await db
    .insertInto('streams')
    .values({ streamId, type: 'supergroup', title: '', username: null, firstSeenAt: at, lastSeenAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const unknown = { startedBy: null, endedAt: null, endReason: null, endDetail: null };
  await db
    .insertInto('sessions')
    .values({ sessionId, streamId, startedAt: at, ...unknown })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
