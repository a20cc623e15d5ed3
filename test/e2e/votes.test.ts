import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirRoom, RoomOptions } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { says } from '../fixtures/says.ts';

/** Fairness among listeners: votes to skip, what one person may have waiting, taking turns. */
const test = suite('votes');
let stage: EfirStage;
let [egor, nina, ivan, lena] = [0, 0, 0, 0];

test.before(async () => {
  stage = await openEfirStage();
  egor = await stage.person('Egor');
  nina = await stage.person('Nina', 'ru');
  ivan = await stage.person('Ivan', 'ru');
  lena = await stage.person('Lena');
});
test.after(() => stage.close());

/** A room where the four of them listen to what the owner plays. */
async function openRoom(options: RoomOptions, first: string, ...waiting: readonly string[]): Promise<EfirRoom> {
  const room = await stage.openRoom(options);
  await room.start(first, ...waiting);
  await room.waitForTone(440);
  await room.join(egor, nina, ivan, lena);
  await room.waitForListeners(4);
  return room;
}

/** Presses through `/settings` to a value. */
async function set(room: EfirRoom, setting: string, value: string): Promise<void> {
  const { messageId } = await room.ask('/settings');
  await room.press(messageId, setting);
  assert.is(await room.press(messageId, value), 'Done');
}

test('two of four listeners skip; neither the assistant nor who only reads counts, nor anybody twice', async () => {
  const reader = await stage.person('Pavel');
  const room = await openRoom({ members: [reader] }, 'First', 'One', 'Two');
  const question = await room.ask('/skip', { fromId: egor });
  assert.is(question.text, '🗳 Skip “First”? 1 of 2 votes.');
  assert.is(await room.say('/skip', reader), 'Only those who listen vote. Join the voice chat, then send /skip again.');
  const refused = await room.press(question.messageId, 'Skip 1/2', reader);
  assert.is(refused, 'Only those who listen vote: join the voice chat first.');
  assert.is(await room.press(question.messageId, 'Skip 1/2', egor), 'Your vote counts: 1 of 2.');
  assert.is((await room.queue()).current, 'First');
  const [seen] = question.replyMarkup?.inline_keyboard?.[0] ?? [];
  assert.is(await room.press(question.messageId, seen, nina), 'Пропущено');
  const { text, replyMarkup } = await room.look(question.messageId);
  assert.is(text, '🗳 Skipped “First” with 2 of 2 votes. Now: One', 'the question stays in the language of the chat');
  assert.equal(replyMarkup?.inline_keyboard ?? [], []);
  await room.waitForTone(500);
  assert.is(await room.press(question.messageId, seen, ivan), 'Этот трек уже кончился, и голосование вместе с ним.');
  assert.equal(await room.queue(), { current: 'One', items: ['Two'] });
});

test('⏭ of a listener asks the chat; the vote ends with the track, and the next one begins at none', async () => {
  const room = await openRoom({}, 'First', 'One', 'Two');
  const { messageId } = await room.card();
  assert.is(await room.press(messageId, '⏭', lena), 'Your vote counts: 1 of 2.');
  const question = await stage.efir.telegram.answer(room.chatId, messageId, /🗳 Skip “First”/);
  says(await room.say('/skip'), 'Skipped “First”. Now: One');
  says(await room.press(question.messageId, 'Skip 1/2', egor), 'That track is over');
  assert.is((await room.ask('/skip', { fromId: egor })).text, '🗳 Skip “One”? 1 of 2 votes.');
  assert.is((await room.queue()).current, 'One');
});

test('who added a track skips it without a vote', async () => {
  const room = await openRoom({}, 'First');
  await room.say('/play One', egor);
  await room.say('/skip');
  await room.waitForTone(500);
  says(await room.say('/skip', nina), '🗳 Skip “One”? 1 of 2 votes.');
  says(await room.say('/skip', egor), 'Skipped “One”');
});

test('the share that the chat is set to counts, and votes of those who have left do not', async () => {
  const room = await openRoom({}, 'First', 'One');
  await set(room, 'Votes to skip', '100%');
  says(await room.say('/skip', egor), '1 of 4 votes');
  says(await room.say('/skip', lena), '2 of 4 votes');
  await room.leave(egor, ivan);
  await room.waitForListeners(2);
  says(await room.say('/skip', lena), '1 of 2 votes');
  says(await room.say('/skip', nina), 'Skipped “First” with 2 of 2 votes. Now: One');
});

test('a limit for one person: what is over it is left out, by name of the rule; operators have none', async () => {
  const room = await stage.openRoom({ members: [egor, nina] });
  await room.start('First');
  await set(room, 'Per person', '2');
  const some = await room.say('/play One\nTwo\nThree', egor);
  says(some, 'Added 2 tracks at 1–2');
  says(some, '1 track was left out: one person may have 2 waiting here.');
  says(await room.say('/play Four', egor), 'You have 2 tracks waiting already, and 2 is the limit here.');
  says(await room.say('/play Four', nina), 'В очереди 3-й: Four');
  says(await room.say('/play One\nTwo\nThree'), 'Added 3 tracks');
  await room.say('/skip');
  says(await room.say('/play Five', egor), 'Added at', 'one of theirs has its turn: there is room for one more');
});

test('people take turns, so that ten of one do not keep the others waiting', async () => {
  const room = await stage.openRoom({ members: [egor, nina] });
  await room.start('First');
  await set(room, 'Order', 'people take turns');
  await room.say('/play One\nTwo\nThree', egor);
  says(await room.say('/play Four\nFive', nina), 'Добавлено 2 трека');
  assert.equal((await room.queue()).items, ['One', 'Four', 'Two', 'Five', 'Three']);
});

test('only operators may add, where the chat is set so', async () => {
  const room = await stage.openRoom({ members: [egor, nina] });
  await room.start('First');
  await set(room, 'Who may add', 'who manages video chats');
  assert.is(
    await room.say('/play One', egor),
    'Only people who manage video chats can add tracks here. Ask @olga or another admin.',
  );
  says(await room.say('/play One'), 'Added at 1: One');
});

test.run();
