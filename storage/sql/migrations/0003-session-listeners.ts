import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  'ALTER TABLE sessions ADD COLUMN peak_listeners INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE sessions ADD COLUMN listened_ms INTEGER NOT NULL DEFAULT 0',
  // The present number and since when, so that the next change knows what to add.
  'ALTER TABLE sessions ADD COLUMN listeners INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE sessions ADD COLUMN counted_at INTEGER',
];

/** Sessions know how many listened, and for how long. */
export const sessionListeners0003: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
