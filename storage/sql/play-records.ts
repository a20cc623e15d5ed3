import { type Kysely, sql } from 'kysely';
import type { PlayRecords } from './records.ts';
import { ensureSession } from './session-records.ts';
import type { Database } from './tables.ts';
import { createTrackRecords } from './track-records.ts';

/** The plays table. `db` is, or becomes, one transaction for each record. */
export function createPlayRecords(db: Kysely<Database>): PlayRecords {
  const tracks = createTrackRecords(db);
  return {
    async record({ streamId, sessionId, generation, item, outcome, playedMs, failure }, at) {
      await ensureSession(db, { sessionId, streamId }, at);
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
