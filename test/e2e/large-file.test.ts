import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { makeTemporaryFolder } from '../fixtures/temporary-folder.ts';
import { makeTone } from '../fixtures/tones.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** Files beyond the Bot API's 20 MB: the assistant fetches them. */
const test = suite('large files');
const seconds = 140;
let stage: EfirStage;
let folder = '';

test.before(async () => {
  folder = await makeTemporaryFolder();
  stage = await openEfirStage();
});
test.after(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

test('the chat sees how far a slow download has come, in one message that becomes the answer', async () => {
  const { telegram } = stage.efir;
  const path = await makeTone(join(folder, 'long.wav'), { frequency: 660, seconds });
  const room = await stage.openRoom();
  await room.start('First');
  const file = await room.post({ path, kind: 'audio', title: 'Long', durationSec: seconds });
  await telegram.fault({ kind: 'slow-download', count: 1 });
  const asked = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/play', replyTo: file });
  const progress = await telegram.answer(room.chatId, asked, /^⏳ Downloading: \d+ of 26 MB$/, 30_000);
  await waitFor(async () => /^➕ Added at 1: Long/.test((await room.look(progress.messageId)).text ?? ''), {
    what: 'the answer in its place',
    timeoutMs: 40_000,
  });
  assert.equal((await room.queue()).items, ['Long']);
  await room.ask('/skip');
  await room.waitForTone(660);
});

test('one that is wanted at once is heard while it still comes', async () => {
  const { telegram } = stage.efir;
  const path = await makeTone(join(folder, 'set.wav'), { frequency: 880, seconds });
  const room = await stage.openRoom();
  const file = await room.post({ path, kind: 'audio', title: 'Set', durationSec: seconds });
  // Three megabytes in four seconds.
  await telegram.fault({ kind: 'slow-download', seconds: 120 });
  const asked = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/play', replyTo: file });
  await telegram.answer(room.chatId, asked, /Now playing: Set/, 60_000);
  await room.waitForTone(880);
  const downloads = await readdir(join(stage.efir.dataDir, 'cache/originals'));
  assert.ok(
    downloads.some((name) => name.endsWith('.part')),
    'it is not all there',
  );
  await telegram.clearFaults();
});

test.run();
