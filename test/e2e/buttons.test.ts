import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { says } from '../fixtures/says.ts';
import type { SeenButton, SeenMessage } from '../fixtures/telegram.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** Buttons under a message that has outlived its moment, taps that come twice, and people who act at the same time. */
const test = suite('buttons');
let stage: EfirStage;
let [egor, pavel] = [0, 0];

test.before(async () => {
  stage = await openEfirStage();
  egor = await stage.person('Egor');
  pavel = await stage.person('Pavel', 'ru');
});
test.after(() => stage.close());

/** A room with a second operator and a listener. */
async function openRoom(first: string, ...waiting: readonly string[]): Promise<EfirRoom> {
  const room = await stage.openRoom({ members: [egor], admins: [pavel] });
  await room.start(first, ...waiting);
  return room;
}

/** A button as it is in this message. */
function buttonOf({ replyMarkup }: SeenMessage, text: string): SeenButton | undefined {
  return replyMarkup?.inline_keyboard?.flat().find((button) => button.text.startsWith(text));
}
const faces = ({ replyMarkup }: SeenMessage) =>
  (replyMarkup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text).join(' '));

test('⏭ tapped twice, and by two operators at once, skips once', async () => {
  const room = await openRoom('First', 'One', 'Two', 'Three');
  const card = await room.card();
  const skip = buttonOf(card, '⏭');
  const press = (who: number) => room.press(card.messageId, skip, who);
  const toasts = await Promise.all([press(room.owner), press(room.owner), press(pavel)]);
  assert.is(toasts.filter((toast) => ['Skipped', 'Пропущено'].includes(toast)).length, 1, toasts.join());
  says(await press(room.owner), 'That was for an earlier track');
  assert.equal(await room.queue(), { current: 'One', items: ['Two', 'Three'] });
});

test('⏸, ⏮ and 🔁 of a card that shows an earlier track do nothing, and it is made true', async () => {
  const room = await openRoom('First', 'One');
  const card = await room.card();
  await room.say('/skip');
  for (const face of ['⏸', '⏮']) {
    says(await room.press(card.messageId, buttonOf(card, face)), 'That was for an earlier track', face);
  }
  const now = await waitFor(async () => (await room.look(card.messageId)).text?.includes('Now playing: One'), {
    what: 'the card to be true',
  });
  assert.ok(now);
  assert.equal(faces(await room.look(card.messageId)), ['⏮ ⏸ ⏭', '🔁 🔀 ⏹', '≡ Queue']);
  assert.equal(await room.queue(), { current: 'One', items: [] });
});

test('a row of the queue that has moved since: nothing is done, it is said and redrawn', async () => {
  const room = await openRoom('First', 'One', 'Two', 'Three');
  const list = await room.ask('/queue');
  await room.press(list.messageId, '✎');
  await room.press(list.messageId, '2');
  const item = await room.look(list.messageId);
  says(item.text, /^2\. Two/);
  await room.press(list.messageId, '✕');
  const question = await room.look(list.messageId);
  says(question.text, 'Remove it from the queue?');
  says(await room.say('/move 3 1', pavel), 'Three');
  for (const [message, face] of [
    [question, '✕ Remove'],
    [item, '⤒'],
    [item, '↑'],
    [item, '↓'],
    [item, '✕'],
  ] as const) {
    const toast = await room.press(list.messageId, buttonOf(message, face));
    says(toast, 'The queue has changed since. Nothing was done', face);
  }
  const redrawn = await room.look(list.messageId);
  says(redrawn.text, /1\. Three[\s\S]*2\. One[\s\S]*3\. Two/);
  says(redrawn.text, 'Choose a track by its number');
  assert.equal((await room.queue()).items, ['Three', 'One', 'Two']);
  await room.press(list.messageId, '3');
  assert.is(await room.press(list.messageId, '⤒'), 'It plays next', 'a fresh one works');
  assert.equal((await room.queue()).items, ['Two', 'Three', 'One']);
});

test('buttons under answers: [⤒ Play next], [✕ Remove], [↶ Undo] of what is over', async () => {
  const room = await openRoom('First', 'One');
  const added = await room.ask('/play Two');
  const removed = await room.ask('/remove 1');
  await room.say('/skip');
  assert.equal((await room.queue()).current, 'Two');
  for (const face of ['⤒', '✕']) {
    const toast = await room.press(added.messageId, buttonOf(added, face));
    assert.is(toast, 'That track is no longer in the queue. Nothing changed.', face);
  }
  says(await room.press(removed.messageId, '↶ Undo', egor), 'Only people who manage video chats');
  says(await room.press(removed.messageId, '↶ Undo'), 'The queue has changed since, so I did nothing.');
  assert.equal(await room.queue(), { current: 'Two', items: [] });
});

test('a listener may look at all menus, and change nothing with them', async () => {
  const room = await openRoom('First', 'One', 'Two');
  const card = await room.card();
  for (const face of ['⏮', '⏸', '🔁', '🔀', '⏹']) {
    says(await room.press(card.messageId, face, egor), 'Only people who manage video chats here', face);
  }
  const list = await room.ask('/queue', { fromId: egor });
  assert.is(await room.press(list.messageId, '✎', egor), '');
  await room.press(list.messageId, '1', egor);
  says(await room.press(list.messageId, '⤒', egor), 'what you added yourself you can remove');
  const settings = await room.ask('/settings', { fromId: egor });
  await room.press(settings.messageId, 'Volume', egor);
  says(await room.press(settings.messageId, '50%', egor), 'Only people who manage video chats here');
  assert.equal(await room.queue(), { current: 'First', items: ['One', 'Two'] });
});

test('the settings: two menus open, the second finds out what the first has changed', async () => {
  const room = await openRoom('First');
  const menu = await room.ask('/settings');
  says(menu.text, /Volume: 100%/);
  await room.press(menu.messageId, 'Volume');
  const stale = await room.look(menu.messageId);
  assert.ok(buttonOf(stale, '✓ 100%'));
  const other = await room.ask('/settings', { fromId: pavel });
  await room.press(other.messageId, 'Громкость', pavel);
  assert.is(await room.press(other.messageId, '50', pavel), 'Готово');
  says(await room.press(menu.messageId, buttonOf(stale, '✓ 100%')), 'Somebody has changed a setting since');
  assert.ok(buttonOf(await room.look(menu.messageId), '✓ 50%'), 'redrawn');
  assert.is(await room.press(menu.messageId, '75%'), 'Done');
  says((await room.look(menu.messageId)).text, /Volume: 75%/);
  says(await room.say('/volume'), '75%');
});

test('⏹ asks once; [▶ Resume] goes on with the same track', async () => {
  const room = await openRoom('First', 'One');
  const { messageId } = await room.card();
  assert.is(await room.press(messageId, '⏹'), '');
  await waitFor(async () => (await room.look(messageId)).text?.includes('Stop the music and leave the voice chat?'), {
    what: 'the question',
  });
  assert.is(await room.press(messageId, '⏹ Stop'), 'Stopped');
  await waitFor(async () => faces(await room.look(messageId)).includes('▶ Resume'), { what: 'the way back' });
  assert.is(await room.press(messageId, '▶ Resume'), 'Going on');
  await room.waitForTone(440);
  assert.equal(await room.queue(), { current: 'First', items: ['One'] });
});

test('EC2: two people add five each at the same moment: all are there once, in the order of receipt', async () => {
  const { telegram } = stage.efir;
  const room = await openRoom('First');
  const names = ['One', 'Two', 'Three', 'Four', 'Five'];
  const say = (fromId: number) => async (name: string) => ({
    name,
    messageId: await telegram.post({ chatId: room.chatId, fromId, text: `/play ${name}` }),
  });
  const posted = await Promise.all([...names.map(say(room.owner)), ...names.map(say(egor))]);
  const received = posted.toSorted((a, b) => a.messageId - b.messageId).map(({ name }) => name);
  for (const { messageId } of posted) says((await room.answer(messageId)).text, /^➕ Added at \d/);
  const { items } = await room.queue();
  const more = await room.ask('/queue 2');
  const rest = (more.text ?? '').split('\n').flatMap((row) => /^\d+\. (\w+)/.exec(row)?.[1] ?? []);
  assert.equal([...items, ...rest], received);
});

test('operators who edit at the same moment lose nothing and double nothing', async () => {
  const { telegram } = stage.efir;
  const room = await openRoom('First', 'One', 'Two', 'Three', 'Four', 'Five');
  const say = (fromId: number, text: string) => telegram.post({ chatId: room.chatId, fromId, text });
  const edits = ['/move 5 1', '/remove 2', '/shuffle', '/move 1 4'];
  const asked = await Promise.all(edits.flatMap((text) => [say(room.owner, text), say(pavel, text)]));
  for (const messageId of asked) await room.answer(messageId);
  const { items } = await room.queue();
  assert.is(items.length, 3, 'two of five are removed');
  assert.is(new Set(items).size, 3);
});

test('an update that Telegram delivers twice is done and answered once, also when a new process gets it again', async () => {
  const { efir } = stage;
  const { telegram } = efir;
  const room = await openRoom('First', 'One', 'Two', 'Three');
  const answers = async (asked: number) =>
    (await telegram.messages(room.chatId, asked)).filter(({ replyTo }) => replyTo === asked).length;
  const asked = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/playnext Four' });
  await telegram.answer(room.chatId, asked, /Added at 1: Four/);
  await telegram.repeatUpdate();
  assert.equal((await room.queue()).items, ['Four', 'One', 'Two', 'Three']);
  assert.is(await answers(asked), 1);
  const skipped = await telegram.post({ chatId: room.chatId, fromId: room.owner, text: '/skip' });
  await telegram.answer(room.chatId, skipped, /Skipped “First”/);
  await telegram.repeatUpdate();
  const before = await efir.pidsOf('control');
  await efir.kill('control');
  await waitFor(async () => (await efir.pidsOf('control')).some((pid) => !before.includes(pid)), {
    what: 'it to come back',
    timeoutMs: 20_000,
  });
  await telegram.repeatUpdate();
  assert.equal(await room.queue(), { current: 'Four', items: ['One', 'Two', 'Three'] });
});

test.run();
