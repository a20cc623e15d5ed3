import { type RawBuilder, sql } from 'kysely';
import type { TrackListQuery, WholeList } from './list-queries.ts';
import { allOf, type Condition, type ListPlan } from './read-list.ts';
import { readSearch, toMatch } from './search-terms.ts';

/** How tracks are listed. */
export function planTracks(query: WholeList<TrackListQuery>): Omit<ListPlan<string, unknown>, 'load' | 'keyOf'> {
  const { sort, order, filter = {} } = query;
  const search = readSearch(query.search);
  return {
    table: 'tracks',
    key: 'track_id',
    sort: sql.ref(columns[sort]),
    order,
    conditions: filter.source === undefined ? [] : [sql`+source_type = ${filter.source}`],
    search:
      search === null
        ? null
        : {
            keys: search.long.length === 0 ? null : (limit) => findLong(search.long, limit),
            isFound: allOf([...search.long, ...search.short].map(contains)),
          },
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
