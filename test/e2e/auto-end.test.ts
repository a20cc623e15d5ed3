import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** US2: streams that nobody listens to. A tenth of a minute stands for the five; that minutes are minutes is tested by the clock in control/auto-end. */
const test = suite('auto-end');
const tone = 500;
let stage: EfirStage;
let boris = 0;

test.before(async () => {
  stage = await openEfirStage({ tones: { Tone: tone }, seconds: 600, environment: { AUTO_END_MINUTES: '0.1' } });
  boris = await stage.person('Boris', 'ru');
});
test.after(() => stage.close());

/** A group in which the tone plays, one more waits, and the owner listens. */
async function onAir(): Promise<EfirRoom> {
  const room = await stage.openRoom({ members: [boris] });
  await room.start('Tone', 'Tone');
  await room.join(room.owner);
  await room.waitForTone(tone);
  return room;
}

const said = ({ chatId }: EfirRoom, pattern: RegExp) => stage.efir.telegram.answer(chatId, 0, pattern, 30_000);
const isOn = async ({ chatId }: EfirRoom) =>
  (await stage.efir.telegram.call(chatId)).participants.some(({ isAssistant }) => isAssistant);

test('US2.1 the last listener leaves: the chat is warned, the stream ends, and Resume goes on with the same queue', async () => {
  const room = await onAir();
  await room.leave(room.owner);
  const warning = await said(room, /^💤 Nobody is listening\. I'll leave in [23] seconds\.$/);
  const ended = await said(room, /^💤 Left: nobody listened for 6 seconds\. The queue is kept \(2 tracks\)\.$/);
  assert.is(ended.messageId, warning.messageId, 'one message');
  await waitFor(async () => !(await isOn(room)), { what: 'the assistant to leave' });
  const { active } = await stage.efir.telegram.call(room.chatId);
  assert.is(active, true, 'the voice chat itself goes on');
  await room.join(room.owner);
  assert.is(await room.press(ended.messageId, '▶ Resume'), 'Going on');
  await room.waitForTone(tone);
  assert.equal((await room.queue()).items, ['Tone']);
  assert.match(
    await room.say('/history'),
    /On the air before:\n1 min ago · 1 min · 1 track · up to 1 listening · nobody listened$/,
  );
});

test('US2.2 a listener joins while the time runs: it goes on, and the warning says so', async () => {
  const room = await onAir();
  await room.leave(room.owner);
  const { messageId } = await said(room, /^💤 Nobody is listening/);
  await room.join(boris);
  await waitFor(async () => /^▶ Somebody is listening again/.test((await room.look(messageId)).text ?? ''), {
    what: 'the withdrawal',
  });
  await room.hear(5);
  assert.is(await isOn(room), true);
});

test('US2.3 and 4: another time, and none at all', async () => {
  const room = await onAir();
  assert.match(await room.say('/autoend 10'), /^💤 When nobody listens for 10 minutes, I leave\./);
  const never = await onAir();
  assert.match(await never.say('/autoend off'), /^💤 I stay/);
  await Promise.all([room.leave(room.owner), never.leave(never.owner)]);
  await room.hear(8);
  assert.equal([await isOn(room), await isOn(never)], [true, true]);
  // Switched on again, its time has long passed.
  await never.say('/autoend on');
  await said(never, /^💤 Left: nobody listened/);
});

test('Keep playing gives one more timeout, to whom it may; the second press and a late one do nothing', async () => {
  const room = await onAir();
  await room.leave(room.owner);
  const { messageId, replyMarkup } = await said(room, /^💤 Nobody is listening/);
  const keep = replyMarkup?.inline_keyboard?.[0]?.[0];
  assert.match(await room.press(messageId, keep, boris), /^Оставить музыку могут те, кто управляет видеочатами/);
  assert.match(await room.press(messageId, keep), /^I stay for \d seconds\.$/);
  assert.match(await room.press(messageId, keep), /^Somebody was faster|^That is over/);
  assert.match((await room.look(messageId)).text ?? '', /^💤 Nobody is listening\. I stay for/);
  await said(room, /^💤 Left: nobody listened/);
  assert.match(await room.press(messageId, keep), /^That is over/);
});

test('processes are killed while the time runs: it ends all the same', async () => {
  const room = await onAir();
  await room.leave(room.owner);
  await stage.efir.kill('control');
  await stage.efir.kill('player');
  await said(room, /^💤 Left: nobody listened/);
  assert.is(
    (await stage.efir.telegram.messages(room.chatId)).filter(({ text }) => text?.startsWith('💤 Left')).length,
    1,
  );
});

test('paused while nobody listens, if it is set so: silence, then on at once, and a pause by hand stays', async () => {
  const room = await onAir();
  const settings = await room.ask('/settings');
  await room.press(settings.messageId, 'Empty voice chat');
  await room.press(settings.messageId, 'pause');
  await room.say('/autoend off');
  await room.leave(room.owner);
  await waitFor(async () => (await room.hear(0.4)).levelDb < -60, { what: 'silence', timeoutMs: 20_000 });
  await room.join(room.owner);
  await room.waitForTone(tone);
  await room.say('/pause');
  await room.leave(room.owner);
  await room.join(room.owner);
  await room.hear(2);
  assert.ok((await room.hear(1)).levelDb < -60);
});

test.run();
