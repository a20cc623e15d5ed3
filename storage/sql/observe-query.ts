import type { LogEvent } from 'kysely';

/** What a query does. `other`: transactions, pragmas, changes of the schema, hand-written SQL. */
export type QueryKind = 'select' | 'insert' | 'update' | 'delete' | 'other';

/** Told of each query when it is over, after `tookMs` milliseconds: must be quick and must not throw. */
export type ObserveQuery = (kind: QueryKind, tookMs: number, result: 'ok' | 'failed') => void;

const kinds: Readonly<Record<string, QueryKind>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
};

/** As Kysely wants to be observed. */
export function toQueryLog(observe: ObserveQuery): (event: LogEvent) => void {
  return ({ level, query, queryDurationMillis }) =>
    observe(kinds[query.query.kind] ?? 'other', queryDurationMillis, level === 'query' ? 'ok' : 'failed');
}
