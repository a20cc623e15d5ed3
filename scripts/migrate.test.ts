import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';

const suite = describe('npm run migrate');
const script = fileURLToPath(new URL('./migrate.ts', import.meta.url));
let folder = '';

suite.before(async () => {
  folder = await makeTemporaryFolder();
});
suite.after(() => rm(folder, { recursive: true, force: true }));

async function run(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [script], { env: { PATH: process.env['PATH'], ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

suite('it says what it did, and that nothing is left to do', async () => {
  const path = join(folder, 'efir.sqlite');
  const first = await run({ DATA_DIR: folder });
  assert.is(first.code, 0);
  assert.match(first.output, `applied 0001-records`);
  assert.match(first.output, path);
  assert.equal(await run({ DATA_DIR: folder }), { code: 0, output: `${path} is up to date\n` });
});

suite('a wrong configuration is named, exit code 78', async () => {
  const { code, output } = await run({ DATA_DIR: folder, HTTP_PORT: 'x' });
  assert.is(code, 78);
  assert.match(output, 'HTTP_PORT');
});

suite('a file that cannot be used: one line, exit code 1', async () => {
  const { code, output } = await run({ DATA_DIR: script });
  assert.is(code, 1);
  assert.is(output.trim().split('\n').length, 1);
  assert.match(output, 'database');
});

suite.run();
