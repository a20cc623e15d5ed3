import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openStage, type Stage } from '../sandbox/mtproto/fixtures/mtproto-stage.ts';

const test = suite<{ stage: Stage; folder: string }>('login');

test.before.each(async (context) => {
  context.stage = await openStage();
  context.folder = await mkdtemp(join(tmpdir(), 'efir-login-'));
});
test.after.each(async ({ stage, folder }) => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the script with these lines typed into it. */
async function login({ stage, folder }: { stage: Stage; folder: string }, lines: readonly string[], env: object = {}) {
  const { host, port } = stage.mtproto.address;
  const keyFile = join(folder, 'key.pem');
  await writeFile(keyFile, stage.mtproto.serverKeyPem);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'login.ts')], {
    env: { PATH: process.env['PATH'], MTPROTO_ADDRESS: `${host}:${port}`, MTPROTO_RSA_KEY_FILE: keyFile, ...env },
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { output, errors, code };
}

test('asks what it needs, prints the session once, and that session works', async (context) => {
  const { output, errors, code } = await login(context, ['x', '1', 'hash', '+15550001', '12345']);
  assert.is(errors, '');
  assert.is(code, 0);
  assert.match(output, /API id is a number/);
  assert.match(output, /Signed in as Efir \(@efir_one\)/);
  const sessions = [...output.matchAll(/^ASSISTANT_SESSION=(\S+)$/gm)].map((match) => match[1]);
  assert.is(sessions.length, 1);
  assert.is(output.split(sessions[0] ?? '').length, 2, 'the session stands there once');
  const client = context.stage.client(sessions[0] ?? '');
  await client.api.connect();
  assert.is((await client.api.getMe()).username, 'efir_one');
});

test('known id and hash are not asked for; input that ends is said to', async (context) => {
  const known = { TELEGRAM_API_ID: '1', TELEGRAM_API_HASH: 'hash' };
  const { output, errors, code } = await login(context, ['+15550001'], known);
  assert.not.match(output, /API id/);
  assert.match(output, /The code that came in Telegram/);
  assert.match(errors, /^The input ended/);
  assert.is(code, 1);
});

test('wrong configuration is one line and exit code 78', async (context) => {
  const { errors, code } = await login(context, [], { TELEGRAM_API_ID: 'abc' });
  assert.match(errors, /^TELEGRAM_API_ID: .*\n$/);
  assert.is(code, 78);
});

test.run();
