import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';
import { translateSqlError } from './sql-error.ts';
import type { Database } from './tables.ts';

/**
 * Brings the tables to the present form. Gives the names of the migrations that were needed, in order; all of them happen or none.
 * @throws AppError `sql-unavailable`; `internal` when the file comes from a later version of Efir.
 */
export async function migrateDatabase(db: Kysely<Database>): Promise<readonly string[]> {
  // The camel-case plugin must not rename what migrations and the migrator's own tables are called.
  const plain = db.withoutPlugins();
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) };
  const { error, results = [] } = await new Migrator({ db: plain, provider }).migrateToLatest();
  if (error !== undefined) throw translateSqlError(error);
  return results.map(({ migrationName }) => migrationName);
}

/** Opens the file at `path`, migrates it, and closes it. Otherwise as {@link migrateDatabase}. */
export async function migrateFile(path: string): Promise<readonly string[]> {
  const db = openDatabase(path);
  try {
    return await migrateDatabase(db);
  } finally {
    await db.destroy();
  }
}
