import { type RawBuilder, sql } from 'kysely';
import type { User } from '../records.ts';
import type { UserListQuery, WholeList } from './list-queries.ts';
import { allOf, type Condition, type ListPlan, oneOf } from './read-list.ts';
import { readSearch, type SearchTerms, toMatch } from './search-terms.ts';

/** How users are listed. Those in `ownerIds` are owners. */
export function planUsers(query: WholeList<UserListQuery>): readonly Omit<ListPlan<number, User>, 'load' | 'keyOf'>[] {
  const { sort, order, ownerIds } = query;
  const search = readSearch(query.search);
  const plan = {
    table: 'users',
    key: 'user_id',
    sort: columns[sort],
    order,
    conditions: filterUsers(query),
    search:
      search === null
        ? null
        : {
            keys: search.long.length === 0 ? null : (limit: number) => findLong(search, limit),
            isFound: allOf([...search.long, ...search.short].map(contains)),
          },
  };
  if (sort !== 'role') return [plan];
  // admin, moderator, user is the order of the alphabet; owners are not to be found there. The most powerful come last in ascending order.
  const sorted = { ...plan, order: order === 'asc' ? ('desc' as const) : ('asc' as const) };
  // Owners are few enough to look at each.
  const owners = {
    ...sorted,
    conditions: [...plan.conditions, oneOf('user_id', ownerIds)],
    search: plan.search && { ...plan.search, keys: null },
  };
  const others = { ...sorted, conditions: [...plan.conditions, sql`NOT ${oneOf('user_id', ownerIds)}`] };
  return order === 'asc' ? [others, owners] : [owners, others];
}

const columns: Readonly<Record<UserListQuery['sort'], RawBuilder<unknown>>> = {
  id: sql`user_id`,
  name: sql`name_key`,
  username: sql`username COLLATE NOCASE`,
  role: sql`role`,
  firstSeenAt: sql`first_seen_at`,
  lastSeenAt: sql`last_seen_at`,
};

function filterUsers({ filter = {}, ownerIds }: WholeList<UserListQuery>): Condition[] {
  const { role, isBlocked } = filter;
  const conditions: Condition[] = [];
  if (role === 'owner') conditions.push(oneOf('user_id', ownerIds));
  // Nearly everybody is a user: then it is no place to begin reading at.
  else if (role !== undefined) {
    const column = sql.raw(role === 'user' ? '+role' : 'role');
    conditions.push(sql`${column} = ${role}`, sql`NOT ${oneOf('user_id', ownerIds)}`);
  }
  if (isBlocked !== undefined) conditions.push(sql`+is_blocked = ${isBlocked ? 1 : 0}`);
  return conditions;
}

function findLong({ long, id }: SearchTerms, limit: number): RawBuilder<{ readonly key: number }> {
  const byId = id === null ? sql`` : sql` UNION SELECT user_id FROM users WHERE user_id = ${id}`;
  return sql`SELECT rowid AS key FROM users_text WHERE users_text MATCH ${toMatch(long)}${byId} LIMIT ${limit}`;
}

/** Whether a word is part of a name, username or email, or is the id. */
function contains(word: string): Condition {
  const isId = /^\d{1,15}$/.test(word) ? sql` OR user_id = ${Number(word)}` : sql``;
  return sql`(instr(name_key, ${word}) OR instr(lower(username), ${word}) OR instr(lower(email), ${word})${isId})`;
}
