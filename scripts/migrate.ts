/**
 * Brings the records in DATA_DIR to the present form and says what it did. Efir does the same at every start; this is for those who
 * want it done before. Usage: npm run migrate
 */
import { join } from 'node:path';
import { exitCodeConfig, loadConfig } from '../config.ts';
import { toAppError } from '../errors.ts';
import { migrateFile } from '../storage/sql/migrate-database.ts';

try {
  const path = join(loadConfig(process.env).DATA_DIR, 'efir.sqlite');
  const applied = await migrateFile(path);
  for (const name of applied) console.log(`applied ${name}`);
  console.log(applied.length === 0 ? `${path} is up to date` : `${path}: ${applied.length} applied`);
} catch (error) {
  const { code, message } = toAppError(error);
  console.error(message);
  process.exitCode = code === 'config-invalid' ? exitCodeConfig : 1;
}
