import { sql } from 'kysely';
import type { AuditListQuery, WholeList } from './list-queries.ts';
import type { Condition, ListPlan } from './read-list.ts';
import { readSearch } from './search-terms.ts';

/** How the audit is listed. Words are looked for in each entry. */
export function planAudit(query: WholeList<AuditListQuery>): Omit<ListPlan<number, unknown>, 'load' | 'keyOf'> {
  const { order, filter = {} } = query;
  const { adminId, kind, action, target, origin, from, to } = filter;
  const search = readSearch(query.search);
  const words = [...(search?.long ?? []), ...(search?.short ?? [])];
  const conditions: Condition[] = words.map((word) => sql`instr(search_key, ${word})`);
  if (adminId !== undefined) conditions.push(sql`admin_id = ${adminId}`);
  // A slash is what comes after the dot: a range that an index knows, where LIKE would read everything.
  if (kind !== undefined) conditions.push(sql`(action >= ${`${kind}.`} AND action < ${`${kind}/`})`);
  if (action !== undefined) conditions.push(sql`action = ${action}`);
  if (target !== undefined) conditions.push(sql`target = ${target}`);
  if (origin !== undefined) conditions.push(sql`origin = ${origin}`);
  if (from !== undefined) conditions.push(sql`at >= ${from}`);
  if (to !== undefined) conditions.push(sql`at <= ${to}`);
  return { table: 'audit', key: 'audit_id', sort: sql`at`, order, conditions, search: null };
}
