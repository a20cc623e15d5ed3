import type { Kysely, Selectable } from 'kysely';
import type { AuditRecord, AuditRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The audit table. */
export function createAuditRecords(db: Kysely<Database>): AuditRecords {
  const first = (operation: string | null, action: string) =>
    db
      .selectFrom('audit')
      .selectAll()
      .where('operation', '=', operation)
      .where('action', '=', action)
      .executeTakeFirstOrThrow();
  return {
    async append({ before, after, operation = null, ...entry }, at) {
      const row = await db
        .insertInto('audit')
        .values({ ...entry, at, operation, before: toJson(before), after: toJson(after) })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      return toRecord(row ?? (await first(operation, entry.action)));
    },
    async recent(limit) {
      const rows = await db.selectFrom('audit').selectAll().orderBy('auditId', 'desc').limit(limit).execute();
      return rows.map(toRecord);
    },
  };
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function toRecord({ before, after, ...row }: Selectable<Database['audit']>): AuditRecord {
  const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  return { ...row, before: parse(before), after: parse(after) };
}
