import { InputFile } from 'grammy';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../../test/fixtures/bot-api-stage.ts';

const test = suite<BotApiStage>('edit');
const notModified = /^Bad Request: message is not modified: specified new message content and reply markup are exactly/;
const keyboard = (text: string) => ({ inline_keyboard: [[{ text, callback_data: 'go' }]] });

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

test('an edit changes text and buttons, and is seen', async ({ api, ids, world }) => {
  const { message_id: id } = await api.sendMessage(ids.group, 'a', { reply_markup: keyboard('one') });
  const edited = await api.editMessageText(ids.group, id, '<b>b</b>', {
    parse_mode: 'HTML',
    reply_markup: keyboard('two'),
  });
  assert.ok(edited !== true && edited.edit_date !== undefined);
  const message = world.message(ids.group, id);
  assert.is(message?.text, 'b');
  assert.equal(message?.replyMarkup, keyboard('two'));
  assert.is(message?.editCount, 1);
});

test('an edit without buttons takes them away', async ({ api, ids, world }) => {
  const { message_id: id } = await api.sendMessage(ids.group, 'a', { reply_markup: keyboard('one') });
  await api.editMessageText(ids.group, id, 'a');
  assert.is(world.message(ids.group, id)?.replyMarkup, undefined);
});

test('the same again is refused, whatever way it is written', async ({ api, ids, world }) => {
  const { message_id: id } = await api.sendMessage(ids.group, '<b>a</b> /now', {
    parse_mode: 'HTML',
    reply_markup: keyboard('one'),
  });
  const again = api.editMessageText(ids.group, id, '*a* /now', {
    parse_mode: 'MarkdownV2',
    reply_markup: { inline_keyboard: [[{ callback_data: 'go', text: 'one' }]] },
  });
  await refused(again, 400, notModified);
  await refused(api.editMessageReplyMarkup(ids.group, id, { reply_markup: keyboard('one') }), 400, notModified);
  const formatted = await api.editMessageText(ids.group, id, 'a /now', { reply_markup: keyboard('one') });
  assert.ok(formatted, 'other entities are another content');
  assert.is(world.message(ids.group, id)?.editCount, 1);
});

test("only the bot's own messages can be edited, and those that are there", async ({ api, ids, world }) => {
  const foreign = world.postMessage({ chatId: ids.group, fromId: ids.owner, text: 'a' }).messageId;
  await refused(api.editMessageText(ids.group, foreign, 'b'), 400, "message can't be edited");
  await refused(api.editMessageText(ids.group, 999, 'b'), 400, 'message to edit not found');
  const { message_id: own } = await api.sendMessage(ids.group, 'a');
  world.deleteMessage(ids.group, own);
  await refused(api.editMessageText(ids.group, own, 'b'), 400, 'message to edit not found');
});

test('a text has no caption, a file no text; lengths are checked', async ({ api, ids }) => {
  const { message_id: text } = await api.sendMessage(ids.group, 'a');
  const { message_id: file } = await api.sendDocument(ids.group, new InputFile(Buffer.from('x'), 'x.txt'));
  await refused(api.editMessageCaption(ids.group, text, { caption: 'b' }), 400, /there is no caption in the message/);
  await refused(api.editMessageText(ids.group, file, 'b'), 400, /there is no text in the message/);
  const edited = await api.editMessageCaption(ids.group, file, { caption: 'b' });
  assert.is(edited !== true && edited.caption, 'b');
  await refused(api.editMessageText(ids.group, text, 'x'.repeat(4097)), 400, 'message is too long');
  await refused(api.editMessageText(ids.group, text, ''), 400, 'message text is empty');
});

test('own messages may be deleted, others with the right only', async ({ api, ids, world }) => {
  const post = (chatId: number) => world.postMessage({ chatId, fromId: ids.owner, text: 'a' }).messageId;
  const { message_id: own } = await api.sendMessage(ids.quiet, 'a');
  assert.ok(await api.deleteMessage(ids.quiet, own));
  assert.ok(world.message(ids.quiet, own)?.deleted);
  await refused(api.deleteMessage(ids.quiet, own), 400, 'message to delete not found');
  await refused(api.deleteMessage(ids.quiet, post(ids.quiet)), 400, "message can't be deleted for everyone");
  assert.ok(await api.deleteMessage(ids.group, post(ids.group)));
  assert.ok(await api.deleteMessage(ids.owner, post(ids.owner)), 'in a private chat both sides may');
  world.setMember(ids.group, ids.bot, { canDeleteMessages: false }, ids.owner);
  await refused(api.deleteMessage(ids.group, post(ids.group)), 400, "message can't be deleted for everyone");
});

test('after 48 hours nothing can be deleted', async ({ api, ids, passTime }) => {
  const { message_id: id } = await api.sendMessage(ids.group, 'a');
  passTime(48 * 3600 * 1000 + 2000);
  await refused(api.deleteMessage(ids.group, id), 400, "message can't be deleted for everyone");
});

test('deleteMessages passes over what is not there', async ({ api, ids, world }) => {
  const { message_id: id } = await api.sendMessage(ids.group, 'a');
  assert.ok(await api.deleteMessages(ids.group, [id, 999]));
  assert.ok(world.message(ids.group, id)?.deleted);
  await refused(api.deleteMessages(ids.group, []), 400, /from 1 to 100/);
});

test.run();
