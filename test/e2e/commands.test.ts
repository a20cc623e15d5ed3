import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirRoom } from '../fixtures/efir-room.ts';
import { type EfirStage, openEfirStage } from '../fixtures/efir-stage.ts';
import { says } from '../fixtures/says.ts';

/** What people write behind the commands: every form that works, and an example for every one that does not, in both languages. */
const test = suite('commands');
let stage: EfirStage;
let room: EfirRoom;
let nina = 0;

test.before(async () => {
  stage = await openEfirStage();
  nina = await stage.person('Nina', 'ru');
});
test.after(() => stage.close());

/** A new room, where Nina is an operator who speaks Russian. */
async function openRoom(...names: readonly string[]): Promise<void> {
  room = await stage.openRoom({ admins: [nina] });
  const [first, ...waiting] = names;
  if (first !== undefined) await room.start(first, ...waiting);
}

/** Says each of them and checks the answer. */
async function check(table: Readonly<Record<string, string | RegExp>>, fromId = room.owner): Promise<void> {
  for (const [text, expected] of Object.entries(table)) says(await room.say(text, fromId), expected, text);
}

test('off the air every command says what to do', async () => {
  await openRoom();
  await check({
    '/now': "I'm not on the air. Answer an audio message with /play to begin.",
    '/queue': 'The queue is empty. Answer an audio message with /play to begin.',
    '/skip': 'Nothing is playing, so there is nothing to skip.',
    '/pause': 'Nothing is playing.',
    '/resume': 'There is nothing to go on with.',
    '/stop': "I'm not on the air, so there is nothing to stop.",
    '/undo': 'There is nothing to take back.',
    '/clear': 'The queue is empty already.',
    '/shuffle': 'The queue is empty, so there is nothing to shuffle.',
    '/move 1 2': 'The queue is empty, so there is nothing to move.',
    '/remove 1': 'The queue is empty, so there is nothing to remove.',
    '/history': 'Nothing has played here yet.',
  });
});

test('the same in Russian', async () => {
  await openRoom();
  await check(
    {
      '/now': 'Я не в эфире. Чтобы начать, ответьте на аудио командой /play.',
      '/queue': 'Очередь пуста',
      '/skip': 'Сейчас ничего не играет',
      '/resume': 'Продолжать нечего',
      '/undo': 'Отменять нечего.',
      '/clear': 'Очередь и так пуста.',
      '/shuffle': 'Очередь пуста, перемешивать нечего.',
      '/move 1 2': 'Очередь пуста, переставлять нечего.',
      '/remove 1': 'Очередь пуста, убирать нечего.',
      '/history': 'Здесь ещё ничего не играло.',
      '/play': 'Ответьте командой /play на аудио',
      '/playnext': 'Ответьте на аудио командой /playnext',
    },
    nina,
  );
});

test('/seek, /volume and /loop take what people write', async () => {
  await openRoom('First');
  await room.waitForTone(440);
  await check({
    '/seek 0:20': '“First” goes on at 0:20.',
    '/seek +10': /goes on at 0:3\d/,
    '/seek −25': /goes on at 0:0\d/,
    '/seek 30': 'goes on at 0:30',
    '/seek 1m': '“First” is 1:00 long; give a time before that, like /seek 0:30.',
    '/seek 0:75': 'Tell me where to: /seek 1:23, or so many seconds on or back: /seek +30, /seek -10.',
    '/seek': 'Tell me where to',
    '/volume 50%': 'Volume: 50%',
    '/volume +30': 'Volume: 80%',
    '/volume -200': 'Volume: 0%',
    '/volume 300': 'Give a number from 0 to 200, like /volume 80',
    '/volume loud': 'Give a number from 0 to 200',
    '/volume 100': 'Volume: 100%',
  });
  await check({ '/seek скоро': 'Скажите, куда', '/volume громко': 'Назовите число от 0 до 200' }, nina);
  await check({ '/loop трек': '🔂', '/loop всё': '🔁', '/loop может быть': 'Скажите, что повторять' }, nina);
  await room.waitForTone(440);
});

test('/move and /remove take what people write', async () => {
  await openRoom('First', 'One', 'Two', 'Three', 'Four', 'Five');
  await check({
    '/move 5 -> 1': '↕ Five is now 1st.',
    '/move 1 end': '↕ Five is now 5th.',
    '/move #4 top': '↕ Four is now 1st.',
    '/move 6 1': 'There are 5 tracks in the queue; give two numbers from 1 to 5, like /move 4 2.',
    '/move 1 2 3': 'give two numbers from 1 to 5',
    '/move 0 1': 'give two numbers from 1 to 5',
  });
  assert.equal((await room.queue()).items, ['Four', 'One', 'Two', 'Three', 'Five']);
  await check({
    '/remove 3-2': '✕ Removed 2 tracks.',
    '/remove 3..9': 'There are 3 tracks in the queue; give a position or a range from 1 to 3',
    '/remove all of @nobody': 'nobody has no tracks in the queue. /queue shows who added what.',
    '/remove №3': '✕ Removed: Five',
    '/remove first': 'give a position or a range from 1 to 2',
  });
  await check({ '/remove 9': 'В очереди 2 трека', '/move 2 1': '↕ Three теперь 1-й' }, nina);
  assert.equal((await room.queue()).items, ['Three', 'Four']);
});

test('/remove all of me is for everybody, all of somebody else for operators', async () => {
  const egor = await stage.person('Egor');
  room = await stage.openRoom({ members: [egor] });
  await room.start('First', 'One');
  await room.say('/play Two\nThree', egor);
  await check(
    {
      '/remove 1': 'You can remove what you added yourself',
      '/remove all of @olga': 'You can remove what you added yourself',
      '/remove 2-3': 'You can remove what you added yourself',
      '/remove 3': '✕ Removed: Three',
      '/remove all of me': '✕ Removed: Two',
    },
    egor,
  );
  await room.say('/play Four\nFive', egor);
  await check({ '/remove all of @egor': '✕ Removed 2 tracks.' });
  assert.equal((await room.queue()).items, ['One']);
});

test('/skip and /previous go as far as there is something', async () => {
  await openRoom('First', 'One', 'Two', 'Three');
  says(await room.say('/previous'), 'Nothing has played before, so there is nothing to go back to.');
  await check({
    '/skip 5': 'There are 4 tracks to skip, the one that plays included; give a number from 1 to 4, like /skip 2.',
    '/skip 0': 'give a number from 1 to 4',
    '/skip some': 'Say how many to skip: /skip for this one, /skip 3 for three.',
    '/skip': 'Skipped “First”. Now: One',
    '/skip 2': 'Skipped 2 tracks. Now: Three',
    '/previous': 'Back to “One”.',
  });
  says(await room.say('/previous'), 'Back to “First”.');
  says(
    await room.say('/history'),
    /^▶ First {2}@olga\nNothing has played here before it\.$/,
    'it plays, so it has not ended',
  );
  says(await room.say('/previous'), 'Nothing has played before');
  says(await room.say('/skip 3', nina), 'Пропущено 3 трека. Очередь пуста.');
  says(await room.say('/history'), /1\. First .*skipped/);
});

test('/undo takes back edits of every kind, the last one first', async () => {
  await openRoom('First', 'One', 'Two', 'Three');
  const { messageId } = await room.ask('/queue');
  /** Reads the queue without a new message: those are limited. */
  const read = async () => {
    await room.press(messageId, '✎');
    const names = [...((await room.look(messageId)).text ?? '').matchAll(/^\d+\. (\w+)/gm)].map(([, name]) => name);
    await room.press(messageId, '‹ Back');
    return names.join(' ');
  };
  const edits = ['/play Four', '/move 1 2', '/remove 1-2', '/playnext Five', '/shuffle', '/remove all of me'];
  const before: string[] = [];
  for (const text of edits) {
    before.push(await read());
    await room.say(text);
  }
  await room.say('/play One\nTwo');
  says(await room.say('/undo', nina), '↶ Отменено: 2 трека больше не в очереди.');
  for (const text of edits.toReversed()) {
    says(await room.say('/undo'), '↶ Taken back', text);
    assert.is(await read(), before.pop(), text);
  }
});

test('/undo goes ten edits back, and no further', async () => {
  await openRoom('First', 'One', 'Two');
  const { messageId } = await room.ask('/queue');
  await room.press(messageId, '✎');
  await room.press(messageId, '1');
  for (let edit = 0; edit < 11; edit += 1) assert.is(await room.press(messageId, edit % 2 === 0 ? '↓' : '↑'), '');
  assert.equal((await room.queue()).items, ['Two', 'One']);
  for (let step = 0; step < 10; step += 1) says(await room.say('/undo'), 'is where it was');
  says(await room.say('/undo'), 'There is nothing to take back.');
  assert.equal((await room.queue()).items, ['Two', 'One'], 'as after the first of the eleven');
});

test('/queue and /history by pages and numbers', async () => {
  await openRoom('First', ...Array.from({ length: 9 }, (_, i) => ['One', 'Two', 'Three'][i % 3] ?? ''));
  const page = await room.ask('/queue');
  assert.equal(
    page.replyMarkup?.inline_keyboard?.map((row) => row.map(({ text }) => text)),
    [
      ['1/2', '›'],
      ['✎ Edit', '🔀', '🔁'],
    ],
  );
  says(page.text, /8\. .*\n\n9 tracks · 9 min/);
  await room.press(page.messageId, '›');
  says((await room.look(page.messageId)).text, /^🎵 First\n.*\n\n9\. Three/);
  await room.say('/skip 3');
  await check({
    '/queue 2': 'The queue fits on one page: /queue shows it.',
    '/queue x': 'The queue fits on one page',
    '/history 1': /latest first:\n▶ Three.*\n1\. First/,
    '/history 16': 'Give a number from 1 to 15, like /history 15.',
  });
});

test.run();
