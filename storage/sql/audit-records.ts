import { type Kysely, type Selectable, sql } from 'kysely';
import { planAudit } from './lists/audit-list.ts';
import { foldText } from './lists/fold-text.ts';
import { readEach, readPage } from './lists/read-list.ts';
import type { AuditRecord, AuditRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The audit table. */
export function createAuditRecords(db: Kysely<Database>): AuditRecords {
  /** The entry that stands in the way of another one: of the same operation, or that takes back the same. */
  const first = (operation: string | null, action: string, reverts: number | null) =>
    db
      .selectFrom('audit')
      .selectAll()
      .where((where) =>
        where.or([
          where.and([where('operation', '=', operation), where('action', '=', action)]),
          where('reverts', '=', reverts),
        ]),
      )
      .executeTakeFirstOrThrow();
  const load = async (ids: readonly number[]) =>
    (await db.selectFrom('audit').selectAll().where('auditId', 'in', ids).execute()).map(toRecord);
  return {
    async append({ before, after, operation = null, reverts = null, ...entry }, at) {
      const searchKey = foldText(`${entry.adminName} ${entry.action} ${entry.target}`);
      const row = await db
        .insertInto('audit')
        .values({ ...entry, at, operation, reverts, searchKey, before: toJson(before), after: toJson(after) })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return toRecord(row ?? (await first(operation, entry.action, reverts)));
    },
    async recent(limit) {
      const rows = await db.selectFrom('audit').selectAll().orderBy('auditId', 'desc').limit(limit).execute();
      return rows.map(toRecord);
    },
    list: (query) => readPage(db, [{ ...planAudit(query), load, keyOf }], query),
    each: (query) => readEach(db, [{ ...planAudit(query), load, keyOf }]),
    async find(auditId) {
      const [entry] = await load([auditId]);
      return entry ?? null;
    },
    async ofOperation(operation) {
      const rows = await db.selectFrom('audit').selectAll().where('operation', '=', operation).execute();
      return rows.map(toRecord);
    },
    async revertsOf(auditIds) {
      const { rows } = await sql<{ auditId: number; reverts: number }>`SELECT audit_id, reverts FROM audit
        WHERE reverts IN (SELECT value FROM json_each(${JSON.stringify(auditIds)}))`.execute(db);
      return new Map(rows.map(({ auditId, reverts }) => [reverts, auditId]));
    },
  };
}

const keyOf = ({ auditId }: AuditRecord) => auditId;

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function toRecord({ before, after, searchKey: _, ...row }: Selectable<Database['audit']>): AuditRecord {
  const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  return { ...row, before: parse(before), after: parse(after) };
}
