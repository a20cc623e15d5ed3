import { type Kysely, type Selectable, sql } from 'kysely';
import type { StreamId } from '../model.ts';
import type { SessionRecord, SessionRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The sessions table. */
export function createSessionRecords(db: Kysely<Database>): SessionRecords {
  return {
    async start({ sessionId, streamId, startedBy }, at) {
      if (!(await ensureSession(db, { sessionId, streamId }, at))) return;
      await db
        .updateTable('sessions')
        // A play or the end may have come first, with a later time and nobody's name.
        .set({ startedBy: sql`coalesce(started_by, ${startedBy})`, startedAt: sql`min(started_at, ${at})` })
        .where('sessionId', '=', sessionId)
        .execute();
    },
    async end({ sessionId, streamId, endReason, endDetail }, at) {
      if (!(await ensureSession(db, { sessionId, streamId }, at))) return;
      await db
        .updateTable('sessions')
        .set({ ...countUntil(at), listeners: 0, endedAt: at, endReason, endDetail })
        .where('sessionId', '=', sessionId)
        .where('endedAt', 'is', null)
        .execute();
    },
    async listeners({ sessionId, streamId, count }, at) {
      if (!(await ensureSession(db, { sessionId, streamId }, at))) return;
      await db
        .updateTable('sessions')
        .set({ ...countUntil(at), listeners: count, peakListeners: sql`max(peak_listeners, ${count})` })
        .where('sessionId', '=', sessionId)
        .where('endedAt', 'is', null)
        .where((where) => where.or([where('countedAt', 'is', null), where('countedAt', '<', at)]))
        .execute();
    },
    async find(sessionId) {
      const row = await db.selectFrom('sessions').selectAll().where('sessionId', '=', sessionId).executeTakeFirst();
      return row === undefined ? null : toSession(row);
    },
    async countErrors(since) {
      const { count } = await db
        .selectFrom('sessions')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('endReason', '=', 'error')
        .where('endedAt', '>=', since)
        .executeTakeFirstOrThrow();
      return count;
    },
    async recent(streamId, limit) {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .select(({ selectFrom, fn }) => [
          selectFrom('plays')
            .select(fn.countAll<number>().as('tracks'))
            .whereRef('plays.sessionId', '=', 'sessions.sessionId')
            .where('plays.failure', 'is', null)
            .as('tracksPlayed'),
          selectFrom('plays')
            .select(fn.countAll<number>().as('tracks'))
            .whereRef('plays.sessionId', '=', 'sessions.sessionId')
            .where('plays.failure', 'is not', null)
            .as('errors'),
        ])
        .where('streamId', '=', streamId)
        .orderBy('startedAt', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ tracksPlayed, errors, ...row }) => ({
        ...toSession(row),
        tracksPlayed: tracksPlayed ?? 0,
        errors: errors ?? 0,
      }));
    },
  };
}

function toSession({ listeners: _, countedAt: __, ...session }: Selectable<Database['sessions']>): SessionRecord {
  return session;
}

/** Those who listened since the last change have done so until now. */
function countUntil(at: number) {
  return {
    listenedMs: sql<number>`listened_ms + listeners * max(0, ${at} - coalesce(counted_at, ${at}))`,
    countedAt: at,
  };
}

/**
 * Makes the session's row, and its stream's, when they are missing: events may come before what they stand on was noted. false: the stream
 * was deleted, nothing is to be noted of that session any more.
 */
export async function ensureSession(
  db: Kysely<Database>,
  { sessionId, streamId }: { readonly sessionId: string; readonly streamId: StreamId },
  at: number,
): Promise<boolean> {
  const forgotten = await db
    .selectFrom('forgottenSessions')
    .select('sessionId')
    .where('sessionId', '=', sessionId)
    .executeTakeFirst();
  if (forgotten !== undefined) return false;
  await db
    .insertInto('streams')
    .values({ streamId, type: 'supergroup', title: '', titleKey: '', username: null, firstSeenAt: at, lastSeenAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const unheard = { peakListeners: 0, listenedMs: 0, listeners: 0, countedAt: null };
  const unknown = { startedBy: null, endedAt: null, endReason: null, endDetail: null, ...unheard };
  await db
    .insertInto('sessions')
    .values({ sessionId, streamId, startedAt: at, ...unknown })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}
