import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { startSandbox } from './sandbox.ts';
import { seedIds } from './seed.ts';

interface Context {
  folder: string;
}

const test = suite<Context>('sandbox');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test.before.each(async (context) => {
  context.folder = await makeTemporaryFolder();
});
test.after.each(async ({ folder }) => {
  await rm(folder, { recursive: true, force: true });
});

test('a seeded world: the demo chat with its people and tracks, kept across a restart with the same keys', async ({
  folder,
}) => {
  const first = await startSandbox({ port: 0, dataDir: folder, seed: true, log });
  await first.demoReady;
  const chat = first.world.chat(seedIds.chat);
  assert.is(chat?.title, 'Efir Demo');
  assert.is(chat?.type, 'supergroup');
  const status = (id: number) => first.world.member(seedIds.chat, id)?.status;
  assert.equal([seedIds.owner, ...seedIds.members, seedIds.bot, seedIds.assistant].map(status), [
    'creator',
    'member',
    'member',
    'administrator',
    'administrator',
  ]);
  const languages = seedIds.members.map((id) => first.world.user(id)?.languageCode);
  assert.equal(languages, ['en', 'ru']);
  const tracks = first.world.messages(seedIds.chat).map(({ media, fromId }) => [fromId, media?.title]);
  assert.equal(tracks, [
    [seedIds.owner, 'Morning Window'],
    [seedIds.owner, 'Night Tram'],
    [seedIds.owner, 'Long Wave'],
  ]);
  assert.is(first.environment['OWNER_IDS'], String(seedIds.owner));
  await first.close();

  const second = await startSandbox({ port: 0, dataDir: folder, seed: true, log });
  try {
    await second.demoReady;
    assert.is(second.world.messages(seedIds.chat).length, 3, 'not posted again');
    for (const name of ['BOT_TOKEN', 'ASSISTANT_SESSION', 'TELEGRAM_API_HASH'])
      assert.is(second.environment[name], first.environment[name], name);
  } finally {
    await second.close();
  }
});

test('an unseeded world holds the bot and the assistants only; every door answers', async ({ folder }) => {
  const sandbox = await startSandbox({ port: 0, dataDir: folder, seed: false, log, assistants: 2 });
  try {
    assert.equal(sandbox.world.chats(), []);
    assert.is(sandbox.world.users().length, 3);
    assert.is(new Set(sandbox.assistantSessions).size, 2);
    assert.is(sandbox.environment['ASSISTANT_SESSION'], sandbox.assistantSessions[0]);
    assert.match(sandbox.environment['MTPROTO_ADDRESS'] ?? '', /^127\.0\.0\.1:\d+$/);
    assert.match(sandbox.environment['BOT_TOKEN'] ?? '', /^\d+:[\w-]{35}$/);
    const status = async (path: string) => (await fetch(`${sandbox.url}${path}`)).status;
    assert.is(await status(`/bot${sandbox.environment['BOT_TOKEN']}/getMe`), 200);
    assert.is(await status('/control/state'), 200);
    assert.is(await status('/'), 200);
    assert.is(await status('/nothing'), 404);
  } finally {
    await sandbox.close();
  }
});

test('a port that is taken is named', async ({ folder }) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const error = await startSandbox({ port, dataDir: folder, seed: false, log }).catch((reason: unknown) => reason);
  other.close();
  assert.instance(error, AppError);
  assert.is((error as AppError).code, 'config-invalid');
  assert.match((error as AppError).message, `SANDBOX_PORT: port ${port}`);
});

test('closing in the middle of composing leaves nothing running', async ({ folder }) => {
  const sandbox = await startSandbox({ port: 0, dataDir: folder, seed: true, log });
  await sandbox.close();
  assert.is(sandbox.world.messages(seedIds.chat).length, 0);
});

test.run();
