import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningEfir, startEfir } from '../fixtures/efir.ts';
import { assertGapless } from '../fixtures/gapless.ts';
import { dominantFrequency, rmsDb } from '../fixtures/spectrum.ts';
import { makeTone } from '../fixtures/tones.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import { readWav } from '../fixtures/wav.ts';

/** The acceptance of "On air": post files, /play, hear them one after the other, then the placeholder. */
const test = suite('on air');
const tones = [523, 784, 1046];
let efir: RunningEfir;
let chatId: number;
let owner: number;

test.before(async () => {
  efir = await startEfir({ args: ['--no-seed'] });
  const { telegram } = efir;
  owner = await telegram.addUser({ firstName: 'Olga', username: 'olga', languageCode: 'en' });
  chatId = await telegram.addChat({
    title: 'Test room',
    type: 'supergroup',
    members: [{ userId: owner, status: 'creator' }],
    withBot: true,
    withAssistant: true,
  });
});

test.after(async () => {
  // Shown by the runner only when something failed.
  process.stdout.write(efir.output());
  assert.is(await efir.close(), 0, 'it ends in order');
});

async function postTone(frequency: number, seconds: number): Promise<number> {
  const path = await makeTone(join(efir.dataDir, `tone-${frequency}.mp3`), { frequency, seconds });
  return efir.telegram.post({
    chatId,
    fromId: owner,
    file: { path, kind: 'audio', title: `Tone ${frequency}`, performer: 'Sine', durationSec: seconds },
  });
}

/** The strongest frequency and the level of what a listener hears in the next seconds. */
async function hear(seconds: number): Promise<{ frequency: number; levelDb: number }> {
  const { channels, sampleRate } = readWav(await efir.telegram.audio(chatId, seconds));
  const [left = new Float32Array()] = channels;
  return { frequency: dominantFrequency(left, sampleRate), levelDb: rmsDb(left) };
}

async function telegramHasCall(): Promise<boolean> {
  return (await efir.telegram.call(chatId)).active;
}

async function waitForTone(frequency: number): Promise<void> {
  await waitFor(() => telegramHasCall(), { what: 'the voice chat' });
  await waitFor(async () => Math.abs((await hear(0.5)).frequency - frequency) < 6, {
    what: `a tone of ${frequency} Hz`,
    timeoutMs: 30_000,
  });
}

test('three files follow each other, then the placeholder plays', async () => {
  const { telegram } = efir;
  const [first = 0, second = 0, third = 0] = tones;
  const file = await postTone(first, 9);
  const ask = await telegram.post({ chatId, fromId: owner, text: '/play', replyTo: file });
  await waitForTone(first);
  const card = await telegram.answer(chatId, ask, /Now playing.*Sine – Tone 523/);
  assert.match(card.text ?? '', '0:09');
  for (const frequency of [second, third]) {
    const replyTo = await postTone(frequency, 6);
    const asked = await telegram.post({ chatId, fromId: owner, text: '/play', replyTo });
    await telegram.answer(chatId, asked, new RegExp(`Added at \\d: Sine – Tone ${frequency}`));
  }
  const rtp = telegram.rtp(chatId, 14);
  await waitForTone(second);
  await waitForTone(third);
  const report = await rtp;
  await assertGapless(efir, report);
  assert.ok(report.audioLevelExt);
  await waitFor(
    async () => {
      const { frequency } = await hear(0.5);
      return tones.every((tone) => Math.abs(frequency - tone) > 6);
    },
    { what: 'the end of the third', timeoutMs: 20_000 },
  );
  const placeholder = await hear(2);
  assert.ok(placeholder.levelDb > -60, `the placeholder is heard (${placeholder.levelDb.toFixed(1)} dBFS)`);
  const call = await telegram.call(chatId);
  assert.ok(call.participants.some(({ isAssistant, receiving }) => isAssistant && receiving));
});

test('a new track replaces the placeholder at once', async () => {
  const asked = await efir.telegram.post({ chatId, fromId: owner, text: '/play', replyTo: await postTone(660, 60) });
  await waitForTone(660);
  await efir.telegram.answer(chatId, asked - 1, /Now playing.*Tone 660/);
});

test('playback survives the death of the player, of control and of Redis', async () => {
  for (const part of ['player', 'control', 'redis-server'] as const) {
    const before = await efir.pidsOf(part);
    assert.ok(before.length > 0, `${part} runs`);
    await efir.kill(part);
    await waitFor(async () => (await efir.pidsOf(part)).some((pid) => !before.includes(pid)), {
      what: `${part} to return`,
      timeoutMs: 20_000,
    });
    await waitFor(() => efir.isReady(), { what: 'readiness', timeoutMs: 30_000 });
    await waitForTone(660);
  }
});

test('/skip and /stop answer, and /stop leaves the call', async () => {
  const { telegram } = efir;
  const skip = await telegram.post({ chatId, fromId: owner, text: '/skip' });
  await telegram.answer(chatId, skip, /Skip/i);
  const nothing = await telegram.post({ chatId, fromId: owner, text: '/skip' });
  await telegram.answer(chatId, nothing, /nothing/i);
  const stop = await telegram.post({ chatId, fromId: owner, text: '/stop' });
  await telegram.answer(chatId, stop, /.+/);
  await waitFor(async () => (await telegram.call(chatId)).participants.every(({ isAssistant }) => !isAssistant), {
    what: 'the assistant to leave',
  });
  assert.equal((await telegram.state()).unknownMethods, [], 'Efir uses nothing that the sandbox does not know');
});

test.run();
