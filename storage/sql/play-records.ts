import { type Kysely, sql } from 'kysely';
import type { QueueItem, StreamId, TrackOutcome } from '../model.ts';
import { ensureSession } from './session-records.ts';
import type { Database } from './tables.ts';
import { createTrackRecords } from './track-records.ts';

/** One item that was on the air, named by stream, session and generation. */
export interface Play {
  readonly streamId: StreamId;
  readonly sessionId: string;
  readonly generation: number;
  readonly item: QueueItem;
  readonly startedAt: number;
  /** null while it plays. */
  readonly endedAt: number | null;
  readonly outcome: TrackOutcome | null;
  readonly playedMs: number;
  /** Why it failed, for the log and the history. */
  readonly failure: string | null;
}

/** What is known of a play so far: at its start, or at its end. */
export interface PlayReport extends Pick<Play, 'streamId' | 'sessionId' | 'generation' | 'item'> {
  readonly outcome?: TrackOutcome;
  readonly playedMs?: number;
  readonly failure?: string;
}

/** What was on the air. */
export interface PlayRecords {
  /**
   * Notes the start (no `outcome`) or the end of a play. May be repeated and may come in any order: the first outcome and the first
   * failure count, `playedMs` only grows. The track and, when missing, the session are noted with it.
   */
  record(report: PlayReport, at: number): Promise<void>;
  /** How many were on the air and how many failed. `since`: Unix milliseconds. */
  count(since: number): Promise<{ readonly played: number; readonly failed: number }>;
  /** The latest plays of a stream, newest first. */
  recent(streamId: StreamId, limit: number): Promise<readonly Play[]>;
}

/** The plays table. `db` is, or becomes, one transaction for each record. */
export function createPlayRecords(db: Kysely<Database>): PlayRecords {
  const tracks = createTrackRecords(db);
  return {
    async record({ streamId, sessionId, generation, item, outcome, playedMs, failure }, at) {
      if (!(await ensureSession(db, { sessionId, streamId }, at))) return;
      await tracks.upsert(item.track, at);
      await db
        .insertInto('plays')
        .values({
          streamId,
          sessionId,
          generation,
          trackId: item.track.trackId,
          itemId: item.itemId,
          addedById: item.addedBy.id,
          addedByName: item.addedBy.name,
          addedAt: item.addedAt,
          startedAt: at,
          endedAt: outcome === undefined ? null : at,
          outcome: outcome ?? null,
          playedMs: Math.round(playedMs ?? 0),
          failure: failure ?? null,
        })
        .onConflict((conflict) =>
          conflict.columns(['streamId', 'sessionId', 'generation']).doUpdateSet({
            startedAt: sql`min(plays.started_at, excluded.started_at)`,
            endedAt: sql`coalesce(plays.ended_at, excluded.ended_at)`,
            outcome: sql`coalesce(plays.outcome, excluded.outcome)`,
            playedMs: sql`max(plays.played_ms, excluded.played_ms)`,
            failure: sql`coalesce(plays.failure, excluded.failure)`,
          }),
        )
        .execute();
    },
    async count(since) {
      const { rows } = await sql<{ played: number; failed: number }>`
        SELECT count(*) - count(failure) AS played, count(failure) AS failed FROM plays WHERE started_at >= ${since}`.execute(
        db,
      );
      return rows[0] ?? { played: 0, failed: 0 };
    },
    async recent(streamId, limit) {
      const rows = await db
        .selectFrom('plays')
        .innerJoin('tracks', 'tracks.trackId', 'plays.trackId')
        .selectAll('plays')
        .select(['tracks.title', 'tracks.performer', 'tracks.durationMs', 'tracks.source'])
        .where('plays.streamId', '=', streamId)
        .orderBy('plays.startedAt', 'desc')
        .orderBy('plays.generation', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => {
        const { trackId, itemId, addedById, addedByName, addedAt, title, performer, durationMs, source, ...play } = row;
        const track = { trackId, title, performer, durationMs, source: JSON.parse(source) };
        return { ...play, item: { itemId, track, addedBy: { id: addedById, name: addedByName }, addedAt } };
      });
    },
  };
}
