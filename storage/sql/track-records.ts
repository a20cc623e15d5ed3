import { type Kysely, type Selectable, sql } from 'kysely';
import { foldText } from './lists/fold-text.ts';
import { readEach, readPage } from './lists/read-list.ts';
import { planTracks } from './lists/track-list.ts';
import type { CountedTrack, TrackNames, TrackRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The tracks table. */
export function createTrackRecords(db: Kysely<Database>): TrackRecords {
  const load = async (ids: readonly string[]) =>
    (await db.selectFrom('tracks').selectAll().where('trackId', 'in', ids).execute()).map(toTrack);
  return {
    async upsert({ trackId, durationMs, source, title, performer }, at) {
      const names = {
        title,
        performer,
        titleKey: foldText(title),
        performerKey: performer === null ? null : foldText(performer),
      };
      const facts = {
        durationMs: durationMs === null ? null : Math.round(durationMs),
        source: JSON.stringify(source),
        sourceType: source.type,
        lastSeenAt: at,
      };
      await db
        .insertInto('tracks')
        .values({ trackId, ...names, ...facts, firstSeenAt: at })
        .onConflict((conflict) => conflict.column('trackId').doUpdateSet({ ...unlessRenamed, ...facts }))
        .execute();
    },
    async find(trackId) {
      const [track] = await load([trackId]);
      return track ?? null;
    },
    list: (query) => readPage(db, [{ ...planTracks(query), load, keyOf }], query),
    each: (query) => readEach(db, [{ ...planTracks(query), load, keyOf }]),
    async namesOf(trackIds) {
      const { rows } = await sql<TrackNames & { trackId: string }>`
        SELECT track_id, title, performer FROM tracks
        WHERE is_renamed = 1 AND track_id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)}))`.execute(db);
      return new Map(rows.map(({ trackId, ...names }) => [trackId, names]));
    },
    async update(trackId, { isRenamed, ...fields }) {
      const row = await db
        .updateTable('tracks')
        .set({
          ...fields,
          ...keysOf(fields),
          ...(isRenamed === undefined ? {} : { isRenamed: isRenamed ? 1 : 0 }),
          version: sql`version + 1`,
        })
        .where('trackId', '=', trackId)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toTrack(row);
    },
    async delete(trackId, at) {
      await sql`INSERT OR REPLACE INTO track_removals (track_id, source, removed_at)
        SELECT track_id, source, ${at} FROM tracks WHERE track_id = ${trackId}`.execute(db);
      await db.deleteFrom('tracks').where('trackId', '=', trackId).execute();
    },
    async removals() {
      const rows = await db.selectFrom('trackRemovals').selectAll().orderBy('removedAt').execute();
      return rows.map((row) => ({ ...row, source: JSON.parse(row.source) }));
    },
    async endRemoval({ trackId, removedAt }) {
      // Deleted again meanwhile, it is another removal.
      await db.deleteFrom('trackRemovals').where('trackId', '=', trackId).where('removedAt', '=', removedAt).execute();
    },
    async count() {
      const { count } = await db
        .selectFrom('tracks')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async top(since, limit) {
      const { rows } = await sql<{ trackId: string }>`
        SELECT track_id FROM plays WHERE started_at >= ${since} AND failure IS NULL
        GROUP BY track_id ORDER BY count(*) DESC, max(started_at) DESC LIMIT ${limit}`.execute(db);
      const tracks = new Map((await load(rows.map((row) => row.trackId))).map((track) => [track.trackId, track]));
      return rows.flatMap((row) => tracks.get(row.trackId) ?? []);
    },
  };
}

const keyOf = ({ trackId }: CountedTrack) => trackId;

/** What tracks are sorted and found by. */
function keysOf({ title, performer }: Partial<TrackNames>) {
  return {
    ...(title === undefined ? {} : { titleKey: foldText(title) }),
    ...(performer === undefined ? {} : { performerKey: performer === null ? null : foldText(performer) }),
  };
}

/** What the file says, unless an administrator has said something else. */
const unlessRenamed = {
  title: sql<string>`iif(tracks.is_renamed, tracks.title, excluded.title)`,
  performer: sql<string | null>`iif(tracks.is_renamed, tracks.performer, excluded.performer)`,
  titleKey: sql<string>`iif(tracks.is_renamed, tracks.title_key, excluded.title_key)`,
  performerKey: sql<string | null>`iif(tracks.is_renamed, tracks.performer_key, excluded.performer_key)`,
};

function toTrack(row: Selectable<Database['tracks']>): CountedTrack {
  const { sourceType: _, titleKey: __, performerKey: ___, searchId: ____, source, isRenamed, ...rest } = row;
  return { ...rest, source: JSON.parse(source), isRenamed: isRenamed === 1 };
}
