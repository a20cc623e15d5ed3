import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../fixtures/temporary-folder.ts';

/** What a person meets who starts it wrongly: one line that says what to mend, and the exit code. */
const test = suite('command line');
const root = fileURLToPath(new URL('../..', import.meta.url));
let dataDir: string;

test.before(async () => {
  dataDir = await makeTemporaryFolder();
});
test.after(() => rm(dataDir, { recursive: true, force: true }));

async function run(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH, DATA_DIR: dataDir, LOG_FORMAT: 'json', ...variables },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output.trim() };
}

for (const [name, args, variables, expected] of [
  ['a port that is none', ['main.ts'], { HTTP_PORT: 'eighty' }, 'HTTP_PORT'],
  ['an engine that is none', ['main.ts', 'player'], { CALL_ENGINE: 'magic' }, 'CALL_ENGINE'],
  ['a token that is none', ['main.ts'], { BOT_TOKEN: 'hello' }, 'BOT_TOKEN'],
  ['a token without the rest', ['main.ts'], { BOT_TOKEN: '1:abc' }, 'TELEGRAM_API_ID'],
  ['a service without a token', ['main.ts', 'control'], {}, 'BOT_TOKEN'],
  ['an address without a port', ['main.ts'], { EGRESS_ALLOW: 'radio.local' }, 'EGRESS_ALLOW'],
  ['an owner that is no number', ['main.ts'], { OWNER_IDS: '12,olga' }, 'OWNER_IDS'],
] as const) {
  test(`${name}: one line that names the variable, exit code 78`, async () => {
    const { code, output } = await run(args, variables);
    assert.is(code, 78, output);
    assert.is(output.split('\n').length, 1, output);
    assert.match(output, expected);
  });
}

test('an unknown service is answered with the usage', async () => {
  const { code, output } = await run(['main.ts', 'radio'], {});
  assert.is(code, 64);
  assert.match(output, 'Usage');
});

test('set-up names what it can be asked to do', async () => {
  const { code, output } = await run(['scripts/setup.mjs', 'dance'], {});
  assert.is(code, 64);
  assert.match(output, 'start|test');
});

test('without the programs and the means to install them, it names both and the command', async () => {
  const { code, output } = await run(['scripts/setup.mjs', 'start'], { PATH: '/nowhere' });
  assert.is(code, 69);
  assert.match(output, 'Missing: ffmpeg, redis-server');
  assert.match(output, 'apt-get install -y ffmpeg redis-server');
});

test.run();
