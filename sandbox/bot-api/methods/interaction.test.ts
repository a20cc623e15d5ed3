import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../../test/fixtures/bot-api-stage.ts';

const test = suite<BotApiStage>('interaction');
const tooOld = 'query is too old and response timeout expired or query ID is invalid';

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

/** A message with a button that was pressed: the query's id, and what the person sees in the end. */
async function press({ api, ids, botApi, takeUpdates }: BotApiStage) {
  const { message_id: messageId } = await api.sendMessage(ids.group, 'a', {
    reply_markup: { inline_keyboard: [[{ text: 'Skip 2/4', callback_data: 'skip' }]] },
  });
  await takeUpdates();
  const outcome = botApi.press({ chatId: ids.group, messageId, fromId: ids.member, button: 'Skip' });
  const [update] = await takeUpdates();
  const query = update?.['callback_query'] as { id: string; data: string; from: { id: number }; message: object };
  return { query, outcome, messageId };
}

test('a press becomes an update, its answer reaches the person', async (stage) => {
  const { query, outcome, messageId } = await press(stage);
  assert.is(query.data, 'skip');
  assert.is(query.from.id, stage.ids.member);
  assert.is((query.message as { message_id: number }).message_id, messageId);
  assert.ok(await stage.api.answerCallbackQuery(query.id, { text: '2 of 4', show_alert: true }));
  assert.equal(await outcome, { type: 'answered', answer: { text: '2 of 4', showAlert: true } });
});

test('a callback is answered once, in 150 seconds', async (stage) => {
  const { query } = await press(stage);
  await stage.api.answerCallbackQuery(query.id);
  await refused(stage.api.answerCallbackQuery(query.id), 400, tooOld);
  await refused(stage.api.answerCallbackQuery('12345'), 400, tooOld);
  const { query: late } = await press(stage);
  stage.passTime(151_000);
  await refused(stage.api.answerCallbackQuery(late.id), 400, tooOld);
});

test('an answer has 200 characters at most', async (stage) => {
  const { query } = await press(stage);
  await refused(stage.api.answerCallbackQuery(query.id, { text: 'x'.repeat(201) }), 400, /MESSAGE_TOO_LONG/);
  await stage.api.answerCallbackQuery(query.id, { text: 'x'.repeat(200) });
});

test('what is not there cannot be pressed', async ({ api, ids, botApi }) => {
  const { message_id: messageId } = await api.sendMessage(ids.group, 'a', {
    reply_markup: { inline_keyboard: [[{ text: 'Site', url: 'https://a.b' }]] },
  });
  const where = { chatId: ids.group, messageId, fromId: ids.owner };
  assert.is((await botApi.press({ ...where, button: 'Skip' })).type, 'no-button');
  assert.is((await botApi.press({ ...where, button: 'Site' })).type, 'no-button');
  assert.is((await botApi.press({ ...where, messageId: 999, data: 'skip' })).type, 'no-button');
});

test('the whole text of a button goes before the start of another', async ({ api, ids, botApi, takeUpdates }) => {
  const { message_id: messageId } = await api.sendMessage(ids.group, 'a', {
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Play next', callback_data: 'next' },
          { text: 'Play', callback_data: 'play' },
        ],
      ],
    },
  });
  void botApi.press({ chatId: ids.group, messageId, fromId: ids.owner, button: 'Play' });
  const updates = await takeUpdates();
  assert.is((updates.at(-1)?.['callback_query'] as { data: string } | undefined)?.data, 'play');
});

test('chat actions, reactions and pins', async ({ api, ids, raw, world }) => {
  assert.ok(await api.sendChatAction(ids.group, 'typing'));
  await refused(api.sendChatAction(ids.group, 'dance' as 'typing'), 400, 'wrong parameter action in request');
  const { messageId } = world.postMessage({ chatId: ids.group, fromId: ids.owner, text: 'a' });
  assert.ok(await api.setMessageReaction(ids.group, messageId, [{ type: 'emoji', emoji: '👍' }]));
  await refused(api.setMessageReaction(ids.group, 999, []), 400, 'message to react not found');
  assert.ok(await api.pinChatMessage(ids.group, messageId));
  await refused(api.pinChatMessage(ids.group, 999), 400, 'message to pin not found');
  assert.is((await raw('pinChatMessage', { chat_id: ids.group })).status, 400);
  await refused(api.unpinChatMessage(ids.quiet), 400, /not enough rights to manage pinned messages/);
});

test.run();
