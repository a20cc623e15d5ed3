import type { Kysely, Selectable } from 'kysely';
import type { AuditRecord, AuditRecords } from './records.ts';
import type { Database } from './tables.ts';

/** The audit table. */
export function createAuditRecords(db: Kysely<Database>): AuditRecords {
  return {
    async append({ before, after, ...entry }, at) {
      const row = await db
        .insertInto('audit')
        .values({ ...entry, at, before: toJson(before), after: toJson(after) })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toRecord(row);
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
