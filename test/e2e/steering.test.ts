import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningEfir, startEfir } from '../fixtures/efir.ts';
import { type EfirRoom, openEfirRoom } from '../fixtures/efir-room.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/**
 * The commands that steer playback, wrong arguments and rights, as people see them in the chat. Groups of tests have chats of
 * their own, as Telegram lets a bot post 20 messages a minute in each.
 */
const test = suite('steering');
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

test('/pause is silent, /resume goes on', async () => {
  await openRoom();
  assert.match(await room.say('/pause'), 'Paused');
  await waitFor(async () => (await room.hear(0.5)).levelDb < -60, { what: 'silence' });
  assert.match(await room.say('/resume'), 'Going on');
  await room.waitForTone(440);
});

test('/seek goes to a place, and forwards and back from there', async () => {
  assert.match(await room.say('/seek 1:00'), '1:00');
  assert.match(await room.say('/seek +30'), /1:3\d/);
  assert.match(await room.say('/seek -60'), /0:3\d/);
  assert.match(await room.say('/seek 99:00'), '2:00 long');
  await room.waitForTone(440);
});

test('/volume and /loop say what they are set to and take what they offer', async () => {
  assert.match(await room.say('/volume 80'), '80%');
  assert.match(await room.say('/volume'), '80%');
  assert.match(await room.say('/volume 201'), 'from 0 to 200');
  assert.match(await room.say('/volume 100'), '100%');
  assert.match(await room.say('/loop queue'), 'queue repeats');
  assert.match(await room.say('/loop'), 'queue repeats');
  assert.match(await room.say('/loop off'), 'Nothing repeats');
});

test('wrong arguments are answered with an example and change nothing', async () => {
  await openRoom('One', 'Two');
  const before = await room.queue();
  const wrong = ['/move 40 2', '/move', '/move a b', '/remove 0', '/remove 99999999999999999999', '/seek soon'];
  for (const text of [...wrong, '/loop maybe', '/skip -1']) {
    assert.match(await room.say(text), /like \/|Say (how|what)|Tell me|from 1 to|give/i, text);
  }
  assert.equal(await room.queue(), before);
});

test('a listener may look and add, and not steer', async () => {
  await openRoom('One', 'Two');
  const listener = await efir.telegram.addUser({ firstName: 'Egor', username: 'egor', languageCode: 'en' });
  await room.join(listener);
  for (const text of ['/move 2 1', '/clear', '/shuffle', '/volume 10', '/loop track', '/previous', '/stop']) {
    assert.match(await room.say(text, listener), 'Only people who manage video chats here can do that', text);
  }
  assert.match(await room.say('/queue', listener), 'tracks');
});

test('/settings and /now show the state, /stop leaves and keeps the queue', async () => {
  await openRoom('One', 'Two');
  assert.match(await room.say('/settings'), 'Who may add');
  await room.say('/now', room.owner, undefined, /First/);
  assert.match(await room.say('/stop'), 'Stopped. The queue is kept');
  await waitFor(
    async () => (await efir.telegram.call(room.chatId)).participants.every(({ isAssistant }) => !isAssistant),
    { what: 'the assistant to leave' },
  );
  assert.equal((await room.queue()).items, ['One', 'Two']);
  assert.equal((await efir.telegram.state()).unknownMethods, [], 'Efir uses nothing that the sandbox does not know');
});

test.run();
