import { type RawBuilder, sql } from 'kysely';
import type { TrackListQuery, WholeList } from './list-queries.ts';
import type { Condition, ListPlan } from './read-list.ts';
import { readSearch, toMatch } from './search-terms.ts';

/** How tracks are listed. */
export function planTracks(query: WholeList<TrackListQuery>): Omit<ListPlan<string, unknown>, 'load' | 'keyOf'> {
  const { sort, order, filter = {} } = query;
  const search = readSearch(query.search);
  const conditions: Condition[] = (search?.short ?? []).map(contains);
  if (filter.source !== undefined) conditions.push(sql`+source_type = ${filter.source}`);
  const long = search?.long ?? [];
  return {
    table: 'tracks',
    key: 'track_id',
    sort: sql.ref(columns[sort]),
    order,
    conditions,
    search:
      long.length === 0
        ? null
        : { keys: (limit) => findLong(long, limit), isFound: sql`${sql.join(long.map(contains), sql` AND `)}` },
  };
}

const columns: Readonly<Record<TrackListQuery['sort'], string>> = {
  title: 'title_key',
  performer: 'performer_key',
  durationMs: 'duration_ms',
  playCount: 'play_count',
  firstSeenAt: 'first_seen_at',
  lastSeenAt: 'last_seen_at',
};

function findLong(words: readonly string[], limit: number): RawBuilder<{ readonly key: string }> {
  const ids = sql`SELECT rowid FROM tracks_text WHERE tracks_text MATCH ${toMatch(words)} LIMIT ${limit}`;
  return sql`SELECT track_id AS key FROM tracks WHERE search_id IN (${ids})`;
}

/** Whether a word is part of title or performer. */
function contains(word: string): Condition {
  return sql`(instr(title_key, ${word}) OR instr(performer_key, ${word}))`;
}
