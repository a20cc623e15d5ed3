import { sql } from 'kysely';
import type { StreamListQuery, WholeList } from './list-queries.ts';
import { type Condition, type ListPlan, oneOf } from './read-list.ts';
import { readSearch, type SearchTerms } from './search-terms.ts';

/** How streams are listed. There are few enough to look for words in each. */
export function planStreams(query: WholeList<StreamListQuery>): Omit<ListPlan<number, unknown>, 'load' | 'keyOf'> {
  const { sort, order, filter = {}, onIds } = query;
  const search = readSearch(query.search);
  const conditions: Condition[] = search === null ? [] : [matches(search)];
  if (filter.type !== undefined) conditions.push(sql`+type = ${filter.type}`);
  if (filter.isOn === true) conditions.push(oneOf('stream_id', onIds));
  if (filter.isOn === false) conditions.push(sql`NOT ${oneOf('stream_id', onIds)}`);
  return { table: 'streams', key: 'stream_id', sort: sortOf(sort), order, conditions, search: null };
}

function sortOf(sort: StreamListQuery['sort']) {
  switch (sort) {
    case 'id':
      return sql`stream_id`;
    case 'title':
      return sql`title_key`;
    case 'firstSeenAt':
      return sql`first_seen_at`;
    case 'lastSeenAt':
      return sql`last_seen_at`;
  }
}

function matches({ long, short, id }: SearchTerms): Condition {
  const words = [...long, ...short].map((word) => sql`(instr(title_key, ${word}) OR instr(lower(username), ${word}))`);
  const byId = id === null ? sql`` : sql` OR stream_id = ${id}`;
  return sql`((${sql.join(words, sql` AND `)})${byId})`;
}
