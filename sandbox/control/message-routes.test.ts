import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ControlRoom, type ControlStage, openControlStage } from '../../test/fixtures/control-stage.ts';
import { makeTone } from '../../test/fixtures/tones.ts';

type Context = ControlStage & ControlRoom;

const test = suite<Context>('message-routes');

test.before(async (context) => {
  Object.assign(context, await openControlStage());
});
test.after(async ({ close }) => close());
test.before.each(async (context) => {
  Object.assign(context, await context.makeRoom());
});
test.after.each(({ sandbox }) => sandbox.faults.clear());

test('messages of people reach the bot with their entities, and are listed', async (context) => {
  const { chat, owner, sandbox } = context;
  const first = await context.post('messages', { chatId: chat, fromId: owner, text: '/play@efir_bot' });
  const reply = await context.post('messages', {
    chatId: chat,
    fromId: owner,
    text: 'yes',
    replyTo: first.body['messageId'],
  });
  sandbox.world.editMessage(chat, reply.body['messageId'] as number, { text: 'no' });
  sandbox.world.deleteMessage(chat, reply.body['messageId'] as number);
  const { body } = await context.get(`messages?chatId=${chat}&after=0`);
  const [one, two] = body as unknown as Record<string, unknown>[];
  assert.equal(one?.['entities'], [{ type: 'bot_command', offset: 0, length: 14 }]);
  assert.is(one?.['text'], '/play@efir_bot');
  assert.is(two?.['text'], 'no');
  assert.is(two?.['replyTo'], first.body['messageId']);
  assert.is(two?.['editCount'], 1);
  assert.is(two?.['deleted'], true);
  const later = await context.get(`messages?chatId=${chat}&after=${first.body['messageId']}`);
  assert.is((later.body as unknown as unknown[]).length, 1);
});

test('the first message to the bot begins the private chat', async (context) => {
  const { owner, sandbox } = context;
  const { status } = await context.post('messages', { chatId: owner, fromId: owner, text: '/start' });
  assert.is(status, 200);
  assert.is(sandbox.world.chat(owner)?.type, 'private');
});

test('a topic, an edit, a message from earlier, an update once more', async (context) => {
  const { chat, owner, sandbox } = context;
  const { id: threadId } = (await context.post(`chats/${chat}/topics`, { name: 'Music' })).body;
  const date = 1_700_000_000;
  const { messageId } = (await context.post('messages', { chatId: chat, fromId: owner, text: 'a', threadId, date }))
    .body;
  assert.is((await context.post(`messages/${messageId}/edit`, { chatId: chat, text: 'b' })).status, 200);
  const message = sandbox.world.message(chat, Number(messageId));
  assert.equal([message?.text, message?.threadId, message?.date, message?.editCount], ['b', threadId, date, 1]);
  assert.is((await context.post('messages/999/edit', { chatId: chat, text: 'b' })).status, 404);
  assert.is((await context.post('messages', { chatId: chat, fromId: owner, text: 'a', threadId: 999 })).status, 404);
  assert.is((await context.post(`chats/${owner}/topics`, { name: 'Music' })).status, 404);
  assert.equal((await context.post('updates/repeat', {})).body, { isRepeated: false }, 'nobody has polled');
});

test('a file is sent with what it says of itself, or with what is told', async (context) => {
  const { chat, owner, sandbox, folder } = context;
  const path = await makeTone(join(folder, 'tone.mp3'), {
    frequency: 440,
    seconds: 3,
    tags: { title: 'Tone', artist: 'Fork' },
  });
  const sent = await context.post('messages', {
    chatId: chat,
    fromId: owner,
    text: 'listen',
    file: { path, kind: 'audio' },
  });
  const message = sandbox.world.message(chat, sent.body['messageId'] as number);
  assert.is(message?.caption, 'listen');
  assert.is(message?.media?.durationSec, 3);
  assert.is(message?.media?.title, 'Tone');
  const told = await context.post('messages', {
    chatId: chat,
    fromId: owner,
    mediaGroup: 'g',
    file: { path, kind: 'document', name: 'notes.pdf', mime: 'application/pdf', durationSec: 1 },
  });
  const { mediaGroup, media } = sandbox.world.message(chat, told.body['messageId'] as number) ?? {};
  assert.is(mediaGroup, 'g');
  assert.is(media?.fileName, 'notes.pdf');
  assert.is(media?.mime, 'application/pdf');
  const missing = { chatId: chat, fromId: owner, file: { path: join(folder, 'missing.mp3'), kind: 'audio' } };
  assert.is((await context.post('messages', missing)).status, 400);
});

test('what a person cannot do is refused with a sentence', async (context) => {
  const { chat, owner, member } = context;
  const stranger = (await context.post('users', { firstName: 'Stranger' })).body['id'];
  const attempt = async (about: object) =>
    (await context.post('messages', { chatId: chat, fromId: owner, ...about })).status;
  assert.is(await attempt({ text: '' }), 400);
  assert.is(await attempt({ text: 'x'.repeat(4097) }), 400);
  assert.is(await attempt({ text: 'x', chatId: -5 }), 404);
  assert.is(await attempt({ text: 'x', fromId: 5 }), 404);
  assert.is(await attempt({ text: 'x', fromId: stranger }), 403);
  assert.is(await attempt({ text: 'x', replyTo: 999 }), 404);
  assert.is(await attempt({ text: 'x', isAnonymous: true, fromId: member }), 403);
  assert.is(await attempt({ text: 'x', isAnonymous: true }), 200);
  assert.is(await attempt({ text: 'x', file: { path: '/etc/hostname', kind: 'song' } }), 400);
  const { body } = await context.post('messages', { chatId: chat });
  assert.match(String(body['error']), /^fromId: /);
});

test('a press: answered, no such button, no answer', async (context) => {
  const { chat, owner, sandbox } = context;
  const base = `${sandbox.url}/bot${sandbox.environment['BOT_TOKEN']}`;
  const bot = sandbox.world.bot()?.id ?? 0;
  const { messageId } = sandbox.world.postMessage({
    chatId: chat,
    fromId: bot,
    text: 'Skip?',
    replyMarkup: { inline_keyboard: [[{ text: 'Skip 2/4', callback_data: 'skip' }]] },
  });
  const pressed = context.post('callbacks', { chatId: chat, messageId, fromId: owner, button: 'Skip' });
  let id: string | undefined;
  for (let offset = 0; id === undefined; ) {
    const response = await fetch(`${base}/getUpdates?timeout=5&offset=${offset}`);
    const { result } = (await response.json()) as { result: { update_id: number; callback_query?: { id: string } }[] };
    offset = (result.at(-1)?.update_id ?? -1) + 1;
    id = result.find((update) => update.callback_query !== undefined)?.callback_query?.id;
  }
  await fetch(`${base}/answerCallbackQuery?callback_query_id=${id}&text=Voted&show_alert=true`);
  assert.equal((await pressed).body, { answer: { text: 'Voted', showAlert: true } });
  const wrong = await context.post('callbacks', { chatId: chat, messageId, fromId: owner, data: 'nope' });
  assert.is(wrong.status, 404);
  assert.is((await context.post('callbacks', { chatId: chat, messageId, fromId: owner })).status, 400);
});

test.run();
