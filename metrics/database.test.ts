import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { openRecords } from '../storage/sql/open-records.ts';
import { readMetric } from '../test/fixtures/readings.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { registerDatabaseMetrics, type WatchedDatabase } from './database.ts';
import { createMetrics } from './registry.ts';

const suite = describe('metrics of the records');
const log = pino({ level: 'silent' });
let folder = '';

suite.before(async () => {
  folder = await makeTemporaryFolder();
});
suite.after(() => rm(folder, { recursive: true, force: true }));

function measured() {
  const metrics = createMetrics({ version: '1', service: 'control' });
  const watched: { now: WatchedDatabase | null } = { now: null };
  const onQuery = registerDatabaseMetrics(metrics, () => watched.now);
  const read = async (name: string) => Object.values(await readMetric(metrics, name))[0];
  return { metrics, watched, onQuery, read };
}

suite('real queries are timed by what they do, failures apart', async () => {
  const { metrics, watched, onQuery, read } = measured();
  assert.is(await read('efir_db_up'), 0, 'not open yet');
  assert.is(await read('efir_db_size_bytes'), 0);
  const path = join(folder, 'efir.sqlite');
  const records = await openRecords({ path, log, onQuery });
  watched.now = { path, ping: records.ping };
  const count = async (labels: string) =>
    (await readMetric(metrics, 'efir_db_query_duration_seconds_count'))[labels] ?? 0;
  const before = await count('{operation="insert",result="ok"}');
  const person = { id: 1, username: null, firstName: 'Olga', lastName: null, languageCode: null };
  await records.users.seen(person, 1);
  await records.users.find(1);
  assert.is(await count('{operation="insert",result="ok"}'), before + 1);
  assert.ok((await count('{operation="select",result="ok"}')) >= 1);
  const [seconds = 0] = Object.values(await readMetric(metrics, 'efir_db_query_duration_seconds_sum'));
  assert.ok(seconds > 0);
  assert.is(await read('efir_db_up'), 1);
  assert.ok(Number(await read('efir_db_size_bytes')) > 10_000);
  await records.close();
  assert.is(await read('efir_db_up'), 0, 'closed records cannot be read');
});

suite('what is not yet written back belongs to the size', async () => {
  const { watched, read } = measured();
  const path = join(folder, 'other.sqlite');
  await writeFile(path, Buffer.alloc(100));
  await writeFile(`${path}-wal`, Buffer.alloc(23));
  watched.now = { path, ping: async () => undefined };
  assert.is(await read('efir_db_size_bytes'), 123);
});

suite('failures have a label of their own', async () => {
  const { metrics, onQuery } = measured();
  onQuery('update')(2, 'failed');
  assert.equal(await readMetric(metrics, 'efir_db_query_duration_seconds_sum'), {
    '{operation="update",result="ok"}': 0,
    '{operation="update",result="failed"}': 0.002,
  });
});

suite.run();
