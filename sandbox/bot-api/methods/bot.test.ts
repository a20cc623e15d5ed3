import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../../test/fixtures/bot-api-stage.ts';

const test = suite<BotApiStage>('bot');
const play = { command: 'play', description: 'Play' };

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

test('getMe: a bot in privacy mode', async ({ api, ids }) => {
  const me = await api.getMe();
  assert.is(me.id, ids.bot);
  assert.is(me.username, 'efir_bot');
  assert.not(me.can_read_all_group_messages);
});

test('the narrowest list in the language of the person is the menu', async ({ api, ids, botApi }) => {
  const list = (command: string) => [{ command, description: command }];
  await api.setMyCommands(list('everyone'));
  await api.setMyCommands(list('groups'), { scope: { type: 'all_group_chats' } });
  await api.setMyCommands(list('russian'), { scope: { type: 'all_group_chats' }, language_code: 'ru' });
  await api.setMyCommands(list('admins'), { scope: { type: 'all_chat_administrators' } });
  const seen = (chatId: number, userId: number) => botApi.commandsFor(chatId, userId)[0]?.command;
  assert.is(seen(ids.owner, ids.owner), 'everyone');
  assert.is(seen(ids.group, ids.owner), 'admins');
  assert.is(seen(ids.group, ids.member), 'russian');
  await api.setMyCommands(list('here'), { scope: { type: 'chat', chat_id: ids.group } });
  assert.is(seen(ids.group, ids.member), 'here');
  await api.deleteMyCommands({ scope: { type: 'chat', chat_id: ids.group } });
  assert.is(seen(ids.group, ids.member), 'russian');
  assert.equal(await api.getMyCommands({ scope: { type: 'all_group_chats' } }), list('groups'));
  assert.equal(await api.getMyCommands({ language_code: 'de' }), []);
});

test('commands: names, descriptions, how many, scopes, languages', async ({ api }) => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ command: `c${n}`, description: 'd' }));
  await api.setMyCommands(many(100));
  await refused(api.setMyCommands(many(101)), 400, /BOT_COMMANDS_TOO_MUCH/);
  await refused(api.setMyCommands([{ ...play, command: 'Play' }]), 400, /BOT_COMMAND_INVALID/);
  await refused(api.setMyCommands([{ ...play, command: 'x'.repeat(33) }]), 400, /BOT_COMMAND_INVALID/);
  await refused(api.setMyCommands([{ ...play, description: '' }]), 400, /BOT_COMMAND_DESCRIPTION_INVALID/);
  await refused(api.setMyCommands([play], { scope: { type: 'chat', chat_id: -1 } }), 400, 'chat not found');
  await refused(api.setMyCommands([play], { language_code: 'rus' as 'ru' }), 400, 'LANGUAGE_CODE_INVALID');
});

test('names and descriptions by language, within their lengths', async ({ api }) => {
  await api.setMyDescription('Plays music');
  await api.setMyDescription('Играет музыку', { language_code: 'ru' });
  assert.is((await api.getMyDescription({ language_code: 'ru' })).description, 'Играет музыку');
  assert.is((await api.getMyDescription({ language_code: 'de' })).description, 'Plays music');
  await api.setMyShortDescription('Music');
  assert.is((await api.getMyShortDescription()).short_description, 'Music');
  await api.setMyName('Efir');
  await refused(api.setMyShortDescription('x'.repeat(121)), 400, /too long/);
});

test.run();
