import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // The operation that an entry is about, so that one that is repeated after a crash is written down once.
  'ALTER TABLE audit ADD COLUMN operation TEXT',
  'CREATE UNIQUE INDEX audit_by_operation ON audit (operation, action) WHERE operation IS NOT NULL',
];

/** Audit entries know their operation. */
export const auditOperation0002: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
