import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningEfir, startEfir } from '../fixtures/efir.ts';
import { type EfirRoom, openEfirRoom } from '../fixtures/efir-room.ts';
import { assertGapless } from '../fixtures/gapless.ts';
import { makeTone } from '../fixtures/tones.ts';

/**
 * The acceptance of US1 (SPEC.md) and every command that steers the queue, as people see them in the chat. Groups of tests have chats of
 * their own, as Telegram lets a bot post 20 messages a minute in each.
 */
const test = suite('queue');
const longSeconds = 120;
let efir: RunningEfir;
let room: EfirRoom;

test.before(async () => {
  efir = await startEfir({ args: ['--no-seed'] });
});

test.after(async () => {
  // Shown by the runner only when something failed.
  process.stdout.write(efir.output());
  assert.is(await efir.close(), 0, 'it ends in order');
});

/** A new chat with a tone of 440 Hz on the air and some items waiting. */
async function openRoom(...waiting: readonly string[]): Promise<void> {
  room = await openEfirRoom(efir);
  await room.play({ title: 'First', frequency: 440, seconds: longSeconds });
  await room.waitForTone(440);
  for (const [index, title] of waiting.entries()) {
    await room.play({ title, frequency: 500 + 100 * index, seconds: longSeconds });
  }
}

test('US1.1: three tracks added to a running stream with an empty queue stand at 1, 2, 3', async () => {
  await openRoom();
  for (const [index, title] of ['One', 'Two', 'Three'].entries()) {
    const answer = await room.play({ title, frequency: 500 + 100 * index, seconds: longSeconds });
    assert.match(answer, `Added at ${index + 1}: ${title}`);
  }
  assert.equal(await room.queue(), { current: 'First', items: ['One', 'Two', 'Three'] });
});

test('US1.3: with five in the queue /move 4 2 rearranges it', async () => {
  for (const [index, title] of ['Four', 'Five'].entries()) {
    await room.play({ title, frequency: 800 + 100 * index, seconds: longSeconds });
  }
  assert.match(await room.say('/move 4 2'), '↕ Four is now 2nd');
  assert.equal((await room.queue()).items, ['One', 'Four', 'Two', 'Three', 'Five']);
});

test('US1.4: removing the next track does not interrupt the one that plays', async () => {
  const rtp = efir.telegram.rtp(room.chatId, 3);
  assert.match(await room.say('/remove 1'), '✕ Removed: One');
  assert.equal(await room.queue(), { current: 'First', items: ['Four', 'Two', 'Three', 'Five'] });
  await assertGapless(efir, await rtp);
  await room.waitForTone(440);
});

test('/undo takes the last edits back, one after the other', async () => {
  assert.match(await room.say('/undo'), 'One');
  assert.match(await room.say('/undo'), 'Four');
  assert.equal((await room.queue()).items, ['One', 'Two', 'Three', 'Four', 'Five']);
});

test('/playnext goes to the front', async () => {
  await openRoom('One', 'Two', 'Three');
  assert.match(await room.play({ title: 'Urgent', frequency: 1_000, seconds: longSeconds }, '/playnext'), 'Added at 1');
  assert.equal((await room.queue()).items.slice(0, 2), ['Urgent', 'One']);
});

test('/skip and /previous go on and back', async () => {
  assert.match(await room.say('/skip'), /Skipped “First”.*Urgent/);
  await room.waitForTone(1_000);
  assert.match(await room.say('/previous'), 'First');
  await room.waitForTone(440);
  assert.is((await room.queue()).items[0], 'Urgent');
  assert.match(await room.say('/skip 2'), 'Skipped 2 tracks');
  assert.is((await room.queue()).current, 'One');
});

test('/history names what has played, the latest first', async () => {
  const rows = (await room.say('/history')).split('\n').slice(1);
  assert.match(rows[0] ?? '', /^▶ One/);
  assert.match(rows[1] ?? '', /^1\. (Urgent|First)/);
  assert.ok(rows.some((row) => /First.*skipped/.test(row)));
});

test('/shuffle, /remove of a range, /clear, and /undo of each', async () => {
  await openRoom('One', 'Two', 'Three', 'Four');
  const before = await room.queue();
  assert.match(await room.say('/shuffle'), 'Shuffled');
  assert.equal((await room.queue()).items.toSorted(), before.items.toSorted());
  assert.match(await room.say('/undo'), 'old order');
  assert.equal(await room.queue(), before);
  assert.match(await room.say('/remove 2-3'), 'Removed 2 tracks');
  await room.say('/undo');
  assert.match(await room.say('/remove all of @olga'), `Removed ${before.items.length} tracks`);
  await room.say('/undo');
  assert.equal(await room.queue(), before);
  assert.match(await room.say('/clear'), `${before.items.length} tracks`);
  assert.equal((await room.queue()).items, []);
  assert.match(await room.say('/undo'), `${before.items.length} tracks`);
  assert.equal(await room.queue(), before);
});

test('US1.2: the next track starts by itself', async () => {
  await openRoom();
  await room.play({ title: 'Short', frequency: 1_500, seconds: 4 });
  await room.play({ title: 'After', frequency: 1_800, seconds: longSeconds });
  await room.say('/skip');
  await room.waitForTone(1_500);
  await room.waitForTone(1_800);
  assert.equal(await room.queue(), { current: 'After', items: [] });
});

test('an album is added as a whole, in its order; what is broken is named', async () => {
  const files = ['Album a', 'Album b', 'Album c'];
  const messages: number[] = [];
  for (const [index, title] of files.entries()) {
    const path = await makeTone(join(efir.dataDir, `${title}.mp3`), { frequency: 400 + index, seconds: 5 });
    messages.push(await room.post({ path, kind: 'audio', title, durationSec: 5 }, 'album'));
  }
  const broken = { path: join(import.meta.dirname, 'queue.test.ts'), kind: 'document', name: 'notes.txt' } as const;
  await room.post(broken, 'album');
  const answer = await room.say('/play', room.owner, messages[0], /Added/);
  assert.match(answer, 'Added 3 tracks at 1–3');
  assert.match(answer, 'notes.txt');
  assert.equal((await room.queue()).items, files);
});

test.run();
