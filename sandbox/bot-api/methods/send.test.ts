import { InputFile } from 'grammy';
import type { InputMediaAudio } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../../test/fixtures/bot-api-stage.ts';

const test = suite<BotApiStage>('send');

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

test('a text is parsed, trimmed and kept with its entities', async ({ api, ids, world }) => {
  const message = await api.sendMessage(ids.group, ' <b>On</b> the air ', { parse_mode: 'HTML' });
  assert.is(message.text, 'On the air');
  assert.equal(message.entities, [{ type: 'bold', offset: 0, length: 2 }]);
  assert.is(message.from?.id, ids.bot);
  assert.is(world.message(ids.group, message.message_id)?.text, 'On the air');
  const listed = await api.sendMessage(ids.group, 'abc', { entities: [{ type: 'italic', offset: 1, length: 2 }] });
  assert.equal(listed.entities, [{ type: 'italic', offset: 1, length: 2 }]);
});

test('commands and links in a text become entities by themselves', async ({ api, ids }) => {
  const { entities } = await api.sendMessage(ids.group, 'Try /play');
  assert.equal(entities, [{ type: 'bot_command', offset: 4, length: 5 }]);
});

test('markup that Telegram cannot parse is refused', async ({ api, ids }) => {
  await refused(api.sendMessage(ids.group, '<b>x', { parse_mode: 'HTML' }), 400, /can't parse entities/);
  await refused(api.sendMessage(ids.group, 'a.b', { parse_mode: 'MarkdownV2' }), 400, /can't parse entities/);
  await refused(api.sendMessage(ids.group, 'x', { parse_mode: 'Wiki' as 'HTML' }), 400, 'unsupported parse_mode');
});

test('1–4,096 characters after parsing, characters and not UTF-16 units', async ({ api, ids }) => {
  const longest = await api.sendMessage(ids.group, `<b>${'x'.repeat(4096)}</b>`, { parse_mode: 'HTML' });
  assert.is(longest.text.length, 4096);
  await api.sendMessage(ids.group, '🎵'.repeat(4096));
  await refused(api.sendMessage(ids.group, 'x'.repeat(4097)), 400, 'message is too long');
  await refused(api.sendMessage(ids.group, ''), 400, 'message text is empty');
  await refused(api.sendMessage(ids.group, ' \n '), 400, 'text must be non-empty');
  await refused(api.sendMessage(ids.group, '<b></b>', { parse_mode: 'HTML' }), 400, 'text must be non-empty');
});

test('a reply holds one message; a missing one is refused unless that is allowed', async ({ api, ids, world }) => {
  const first = world.postMessage({ chatId: ids.group, fromId: ids.owner, text: 'one' }).messageId;
  const second = await api.sendMessage(ids.group, 'two', { reply_parameters: { message_id: first } });
  assert.is(second.reply_to_message?.message_id, first);
  const third = await api.sendMessage(ids.group, 'three', { reply_parameters: { message_id: second.message_id } });
  assert.is(third.reply_to_message?.reply_to_message, undefined);
  const missing = { message_id: 999 };
  await refused(api.sendMessage(ids.group, 'x', { reply_parameters: missing }), 400, 'message to be replied not found');
  const alone = await api.sendMessage(ids.group, 'x', {
    reply_parameters: { ...missing, allow_sending_without_reply: true },
  });
  assert.is(alone.reply_to_message, undefined);
});

test('a topic of a forum is one: what is sent there stays there, and answers the message that opened it', async ({
  api,
  ids,
  world,
}) => {
  const topic = world.openTopic(ids.group, 'Music', ids.owner).messageId;
  const sent = await api.sendMessage(ids.group, 'x', { message_thread_id: topic });
  assert.equal([sent.message_thread_id, sent.is_topic_message], [topic, true]);
  assert.is(sent.reply_to_message?.message_id, topic);
  assert.ok(sent.reply_to_message?.forum_topic_created);
  const answer = await api.sendMessage(ids.group, 'y', { reply_parameters: { message_id: sent.message_id } });
  assert.equal(
    [answer.message_thread_id, answer.is_topic_message],
    [topic, true],
    'an answer stays with what it answers',
  );
  assert.ok((await api.getChat(ids.group)).is_forum);
});

test('a chain of replies is no forum topic to send to', async ({ api, ids, world }) => {
  const first = world.postMessage({ chatId: ids.group, fromId: ids.owner, text: 'one' }).messageId;
  await refused(
    api.sendMessage(ids.group, 'x', { message_thread_id: first }),
    400,
    'message thread is not a forum topic thread',
  );
  await refused(api.sendMessage(ids.group, 'x', { message_thread_id: 999 }), 400, 'message thread not found');
});

test('callback_data has 1–64 bytes', async ({ api, ids }) => {
  const send = (callback_data: string) =>
    api.sendMessage(ids.group, 'x', { reply_markup: { inline_keyboard: [[{ text: 'b', callback_data }]] } });
  const { reply_markup: markup } = await send('x'.repeat(64));
  assert.is(markup?.inline_keyboard[0]?.[0]?.text, 'b');
  await refused(send('x'.repeat(65)), 400, 'BUTTON_DATA_INVALID');
  await refused(send('ж'.repeat(33)), 400, 'BUTTON_DATA_INVALID');
  await refused(send(''), 400, 'BUTTON_DATA_INVALID');
});

test('a button does exactly something; addresses need a host with a dot', async ({ api, ids }) => {
  const send = (button: object) =>
    api.sendMessage(ids.group, 'x', { reply_markup: { inline_keyboard: [[button as { text: string; url: string }]] } });
  await send({ text: 'b', url: 'http://127.0.0.1:8080/admin' });
  await refused(send({ text: 'b' }), 400, /Text buttons are unallowed/);
  await refused(send({ text: 'b', url: 'http://localhost:8080' }), 400, /is invalid: Wrong HTTP URL/);
  await refused(send({ text: ' ', url: 'http://a.b' }), 400, /text must be non-empty/);
});

test('who is not in a chat cannot write there', async ({ api, ids, world }) => {
  await refused(api.sendMessage(-1009, 'x'), 400, 'chat not found');
  await refused(api.sendMessage(ids.member, 'x'), 403, "bot can't initiate conversation with a user");
  world.setMember(ids.owner, ids.owner, { status: 'kicked' }, ids.owner);
  await refused(api.sendMessage(ids.owner, 'x'), 403, 'bot was blocked by the user');
  world.setMember(ids.group, ids.bot, { status: 'left' }, ids.bot);
  await refused(api.sendMessage(ids.group, 'x'), 403, 'bot is not a member of the supergroup chat');
  world.setMember(ids.group, ids.bot, { status: 'kicked' }, ids.owner);
  await refused(api.sendMessage(ids.group, 'x'), 403, 'bot was kicked from the supergroup chat');
});

test('a group that became a supergroup says where it went', async ({ raw, ids, world }) => {
  const to = world.migrateChat(ids.basic, ids.owner).id;
  const { status, body } = await raw('sendMessage', { chat_id: ids.basic, text: 'x' });
  assert.is(status, 400);
  assert.equal(body, {
    ok: false,
    error_code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: to },
  });
});

test('in a channel only administrators write', async ({ api, ids, world }) => {
  const members = [
    { userId: ids.owner, status: 'creator' },
    { userId: ids.bot, status: 'member' },
  ] as const;
  const channel = world.addChat({ type: 'channel', title: 'News', members }).id;
  await refused(api.sendMessage(channel, 'x'), 400, 'need administrator rights in the channel chat');
  world.setMember(channel, ids.bot, { status: 'administrator' }, ids.owner);
  const post = await api.sendMessage(channel, 'x');
  assert.is(post.sender_chat?.id, channel);
});

test('files are uploaded, sent again by id, and only as what they are', async ({ api, ids, world }) => {
  const sent = await api.sendAudio(ids.group, new InputFile(Buffer.from('sound'), 'So What.mp3'), {
    title: 'So What',
    performer: 'Miles Davis',
    duration: 562,
    caption: '<i>1959</i>',
    parse_mode: 'HTML',
  });
  assert.is(sent.audio.title, 'So What');
  assert.is(sent.audio.performer, 'Miles Davis');
  assert.is(sent.audio.duration, 562);
  assert.is(sent.audio.file_size, 5);
  assert.is(sent.audio.mime_type, 'audio/mpeg');
  assert.is(sent.caption, '1959');
  assert.is(world.message(ids.group, sent.message_id)?.media?.fileName, 'So What.mp3');
  const again = await api.sendAudio(ids.group, sent.audio.file_id);
  assert.is(again.audio.file_unique_id, sent.audio.file_unique_id);
  await refused(api.sendDocument(ids.group, sent.audio.file_id), 400, "can't use file of type Audio as Document");
  await refused(api.sendAudio(ids.group, 'nonsense'), 400, 'wrong file identifier/HTTP URL specified');
  await refused(api.sendAudio(ids.group, new InputFile(Buffer.alloc(0), 'a.mp3')), 400, 'file must be non-empty');
  const long = { caption: 'x'.repeat(1025) };
  await refused(api.sendAudio(ids.group, sent.audio.file_id, long), 400, 'message caption is too long');
});

test('every kind of file has its field', async ({ api, ids }) => {
  const file = () => new InputFile(Buffer.from('x'), 'x.bin');
  assert.ok((await api.sendVoice(ids.group, file())).voice.file_id);
  assert.ok((await api.sendVideo(ids.group, file())).video.file_id);
  assert.is((await api.sendDocument(ids.group, file())).document.file_name, 'x.bin');
  assert.is((await api.sendPhoto(ids.group, file())).photo.length, 1);
  assert.ok((await api.sendVideoNote(ids.group, file())).video_note.file_id);
});

test('more than 50 MB cannot be uploaded', async ({ api, ids }) => {
  const large = new InputFile(Buffer.alloc(51 * 1024 * 1024), 'large.mp3');
  await refused(api.sendAudio(ids.group, large), 413, 'Request Entity Too Large');
});

test('an album: 2–10 messages with one media_group_id, whole or not at all', async ({ api, ids, world }) => {
  const item = (type: 'audio' | 'document' | 'photo', name: string) =>
    ({ type, media: new InputFile(Buffer.from(name), name) }) as InputMediaAudio;
  const sent = await api.sendMediaGroup(ids.group, [item('audio', 'a.mp3'), item('audio', 'b.mp3')]);
  assert.is(sent.length, 2);
  const groups = world.messages(ids.group).map(({ mediaGroup }) => mediaGroup);
  assert.ok(groups[0] !== undefined && groups[0] === groups[1]);
  await refused(api.sendMediaGroup(ids.group, [item('audio', 'a.mp3')]), 400, 'number of media must be from 2 to 10');
  await refused(
    api.sendMediaGroup(ids.group, [item('document', 'a.mp3'), item('photo', 'b.png')]),
    400,
    "document and audio can't be mixed with other media types",
  );
  const broken = { ...item('audio', 'b.mp3'), media: 'nonsense' };
  await refused(api.sendMediaGroup(ids.group, [item('audio', 'a.mp3'), broken]), 400, /wrong file identifier/);
  assert.is(world.messages(ids.group).length, 2);
});

test.run();
