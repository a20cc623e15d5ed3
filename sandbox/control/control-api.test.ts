import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ControlRoom, type ControlStage, openControlStage } from '../../test/fixtures/control-stage.ts';

type Context = ControlStage & ControlRoom;

const test = suite<Context>('control-api');

test.before(async (context) => {
  Object.assign(context, await openControlStage());
});
test.after(async ({ close }) => close());
test.before.each(async (context) => {
  Object.assign(context, await context.makeRoom());
});
test.after.each(({ sandbox }) => sandbox.faults.clear());

test('state: bot, assistants, users, chats, calls, unknown methods', async (context) => {
  await fetch(`${context.sandbox.url}/bot${context.sandbox.environment['BOT_TOKEN']}/sendDice`);
  await context.post(`calls/${context.chat}`, { action: 'start' });
  const { status, body } = await context.get('state');
  assert.is(status, 200);
  assert.equal(body['bot'], { id: 7_000_000_001, username: 'efir_bot' });
  assert.is((body['assistants'] as { id: number }[])[0]?.id, 500_001);
  assert.ok((body['users'] as { id: number }[]).some(({ id }) => id === context.owner));
  const chat = (body['chats'] as { id: number; members: { userId: number; status: string }[] }[]).find(
    ({ id }) => id === context.chat,
  );
  assert.equal(chat?.members.find(({ userId }) => userId === 7_000_000_001)?.status, 'administrator');
  assert.ok((body['calls'] as { chatId: number }[]).some(({ chatId }) => chatId === context.chat));
  assert.equal(body['unknownMethods'], ['bot-api sendDice']);
});

test('chats: without the bot and the assistant unless they are wanted; `members` overrides what they are', async (context) => {
  const { owner, sandbox } = context;
  const members = [{ userId: owner, status: 'creator' }];
  const alone = (await context.post('chats', { title: 'Alone', type: 'group', members })).body['id'] as number;
  assert.equal(
    sandbox.world.members(alone).map(({ userId }) => userId),
    [owner],
  );
  const withPlain = [...members, { userId: 500_001, status: 'administrator', canManageVideoChats: false }];
  const { body } = await context.post('chats', {
    title: 'P',
    type: 'channel',
    members: withPlain,
    withAssistant: true,
  });
  assert.is(sandbox.world.member(body['id'] as number, 500_001)?.canManageVideoChats, false);
  const own = await context.post('chats', { type: 'private', members: [{ userId: owner, status: 'member' }] });
  assert.is(own.body['id'], owner);
  assert.is(
    (await context.post('chats', { title: 'X', type: 'group', members: [{ userId: 5, status: 'member' }] })).status,
    404,
  );
  assert.is((await context.post('chats', { type: 'group', members })).status, 400);
});

test('faults: added, listed, ended', async (context) => {
  await context.post('faults', { kind: 'flood-wait', method: 'phone.joinGroupCall', seconds: 5, count: 1 });
  await context.post('faults', { kind: 'media-drop', chatId: context.chat });
  assert.equal((await context.get('faults')).body, [
    { kind: 'flood-wait', method: 'phone.joinGroupCall', seconds: 5, count: 1 },
    { kind: 'media-drop', chatId: context.chat },
  ]);
  assert.is((await context.post('faults', { kind: 'earthquake' })).status, 400);
  assert.equal((await context.send('DELETE', 'faults')).body, []);
  assert.equal((await context.get('faults')).body, []);
});

test('members change in the middle of things; a group becomes a supergroup', async (context) => {
  const { chat, owner, sandbox } = context;
  await context.post('members', { chatId: chat, userId: 500_001, canManageVideoChats: false });
  assert.is(sandbox.world.member(chat, 500_001)?.canManageVideoChats, false);
  const members = [{ userId: owner, status: 'creator' }];
  const group = (await context.post('chats', { title: 'G', type: 'group', members })).body['id'];
  const { body } = await context.post(`chats/${group}/migrate`, {});
  assert.is(sandbox.world.chat(Number(group))?.migratedTo, body['id']);
  assert.is((await context.post(`chats/${chat}/migrate`, {})).status, 409);
});

test('a chat is deleted, once', async ({ chat, owner, post, send, sandbox }) => {
  assert.is((await send('DELETE', `chats/${chat}`)).status, 200);
  assert.equal(sandbox.world.members(chat), []);
  assert.is((await send('DELETE', `chats/${chat}`)).status, 404);
  assert.is((await post('messages', { chatId: chat, fromId: owner, text: 'Anybody?' })).status, 403);
  assert.is((await post(`calls/${chat}`, { action: 'start' })).status, 409);
});

test('other sites are kept out, other paths and methods named', async ({ sandbox }) => {
  const ask = (path: string, init: RequestInit) => fetch(`${sandbox.url}/control/${path}`, init);
  assert.is((await ask('state', { headers: { origin: 'https://evil.example' } })).status, 403);
  assert.is((await ask('state', { headers: { origin: sandbox.url } })).status, 200);
  assert.is((await ask('nothing', {})).status, 404);
  assert.is((await ask('state', { method: 'DELETE' })).status, 405);
  assert.is((await ask('users', { method: 'POST', body: '{' })).status, 400);
  assert.is((await ask('users', { method: 'POST', body: '{"firstName":"A","age":3}' })).status, 400);
  assert.is((await fetch(`${sandbox.url}/nothing-here`)).status, 404);
});

test.run();
