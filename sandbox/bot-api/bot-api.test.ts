import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../test/fixtures/bot-api-stage.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite<BotApiStage>('bot-api');

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

const say = ({ world, ids }: BotApiStage, chatId: number, text: string, about: object = {}) =>
  world.postMessage({ chatId, fromId: ids.owner, text, ...about });
const texts = (updates: Record<string, unknown>[]) =>
  updates.map((update) => (update['message'] as { text?: string } | undefined)?.text).filter(Boolean);

test('an unknown method is 404 and remembered; a wrong token 401; other paths are for other doors', async (stage) => {
  const { status, body } = await stage.raw('sendDice');
  assert.is(status, 404);
  assert.equal(body, { ok: false, error_code: 404, description: 'Not Found: method not found' });
  assert.equal(stage.world.unknownMethods(), ['bot-api sendDice']);
  assert.is((await fetch(`${stage.url}/bot1:wrong/getMe`)).status, 401);
});

test('methods in any case, parameters in the query, as a form and as JSON', async ({ url, token, ids, world }) => {
  const base = `${url}/bot${token}`;
  const query = await fetch(`${base}/SENDMESSAGE?chat_id=${ids.group}&text=query`);
  assert.is(query.status, 200);
  await fetch(`${base}/sendMessage`, {
    method: 'POST',
    body: new URLSearchParams({ chat_id: `${ids.group}`, text: 'form' }),
  });
  const multipart = new FormData();
  multipart.set('chat_id', String(ids.group));
  multipart.set('text', 'multipart');
  multipart.set('reply_markup', '{"inline_keyboard":[[{"text":"b","callback_data":"x"}]]}');
  await fetch(`${base}/sendMessage`, { method: 'POST', body: multipart });
  assert.equal(
    world.messages(ids.group).map(({ text }) => text),
    ['query', 'form', 'multipart'],
  );
  assert.ok(world.messages(ids.group).at(-1)?.replyMarkup);
  const broken = await fetch(`${base}/sendMessage`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  assert.is(broken.status, 400);
});

test('as an administrator the bot hears everything but itself', async (stage) => {
  say(stage, stage.ids.group, 'hello');
  await stage.api.sendMessage(stage.ids.group, 'own');
  assert.equal(texts(await stage.takeUpdates()), ['hello']);
});

test('privacy mode: commands that are not for others, replies to the bot, service messages', async (stage) => {
  const { ids, world } = stage;
  const { message_id: own } = await stage.api.sendMessage(ids.quiet, 'own');
  const other = say(stage, ids.quiet, 'hello').messageId;
  say(stage, ids.quiet, '/now');
  say(stage, ids.quiet, '/now@efir_bot');
  say(stage, ids.quiet, '/now@other_bot');
  say(stage, ids.quiet, 'a reply to the bot', { replyTo: own });
  say(stage, ids.quiet, 'a reply to somebody', { replyTo: other });
  world.startCall(ids.quiet, ids.owner);
  const updates = await stage.takeUpdates();
  assert.equal(texts(updates), ['/now', '/now@efir_bot', 'a reply to the bot']);
  const service = updates.at(-1)?.['message'] as { video_chat_started?: object };
  assert.equal(service.video_chat_started, {});
});

test('an anonymous administrator speaks as the chat', async (stage) => {
  say(stage, stage.ids.group, '/skip', { senderChatId: stage.ids.group });
  const [update] = await stage.takeUpdates();
  const message = update?.['message'] as { from: { username: string }; sender_chat: { id: number } };
  assert.is(message.from.username, 'GroupAnonymousBot');
  assert.is(message.sender_chat.id, stage.ids.group);
});

test('album items are separate messages; a reply holds one of them', async (stage) => {
  const { world, ids } = stage;
  for (const name of ['a.mp3', 'b.mp3']) {
    const media = await world.addFile(Buffer.from(name), { kind: 'audio', fileName: name });
    world.postMessage({ chatId: ids.group, fromId: ids.owner, media, mediaGroup: '77' });
  }
  const [first] = world.messages(ids.group);
  say(stage, ids.group, '/play', { replyTo: first?.messageId });
  const messages = (await stage.takeUpdates()).map((update) => update['message'] as Record<string, unknown>);
  assert.equal(
    messages.map((message) => message['media_group_id']),
    ['77', '77', undefined],
  );
  const replied = messages[2]?.['reply_to_message'] as { audio: { file_name: string } };
  assert.is(replied.audio.file_name, 'a.mp3');
});

test('edits by people come as edited_message', async (stage) => {
  const { messageId } = say(stage, stage.ids.group, 'a');
  stage.world.editMessage(stage.ids.group, messageId, { text: 'b' });
  const updates = await stage.takeUpdates();
  assert.is((updates[1]?.['edited_message'] as { text: string } | undefined)?.text, 'b');
});

test('own membership comes by default; that of others must be asked for and needs rights', async (stage) => {
  const { world, ids } = stage;
  const guest = world.addUser({ firstName: 'Guest' }).id;
  const kinds = (updates: Record<string, unknown>[]) =>
    updates.flatMap((update) => Object.keys(update).filter((key) => key.endsWith('chat_member')));
  await stage.takeUpdates();
  world.setMember(ids.group, guest, { status: 'member' }, guest);
  world.setMember(ids.group, ids.bot, { canInviteUsers: false }, ids.owner);
  assert.equal(kinds(await stage.takeUpdates(['message', 'my_chat_member', 'chat_member'])), ['my_chat_member']);
  world.setMember(ids.group, guest, { status: 'left' }, guest);
  world.setMember(ids.quiet, guest, { status: 'member' }, guest);
  const [update, ...others] = (await stage.takeUpdates()).filter((candidate) => 'chat_member' in candidate);
  assert.equal(others, [], 'in the quiet chat the bot has no rights');
  const change = update?.['chat_member'] as Record<string, { status: string }>;
  assert.is(change['old_chat_member']?.status, 'member');
  assert.is(change['new_chat_member']?.status, 'left');
});

test('a removed bot hears that, and nothing more', async (stage) => {
  const { world, ids } = stage;
  world.kick(ids.group, ids.bot, ids.owner, 'both');
  say(stage, ids.group, 'hello');
  const updates = await stage.takeUpdates();
  assert.equal(texts(updates), []);
  assert.ok(updates.some((update) => 'my_chat_member' in update));
});

test('join requests reach an administrator who may invite', async (stage) => {
  const { world, ids } = stage;
  const guest = world.addUser({ firstName: 'Guest' }).id;
  const { hash } = world.createInviteLink(ids.group, ids.bot, { createsJoinRequest: true });
  await stage.takeUpdates();
  world.useInvite(hash, guest);
  const [update] = await stage.takeUpdates();
  assert.is((update?.['chat_join_request'] as { from: { id: number } } | undefined)?.from.id, guest);
});

test('a supergroup out of a group: both service messages', async (stage) => {
  const { world, ids } = stage;
  await stage.takeUpdates();
  const to = world.migrateChat(ids.basic, ids.owner).id;
  const messages = (await stage.takeUpdates()).map((update) => update['message'] as Record<string, unknown>);
  assert.is(messages[0]?.['migrate_to_chat_id'], to);
  assert.is(messages[1]?.['migrate_from_chat_id'], ids.basic);
});

test('a deleted chat: the bot is told nothing, and refused', async ({ world, ids, api, takeUpdates }) => {
  await takeUpdates();
  for (const id of [ids.basic, ids.group]) world.deleteChat(id);
  assert.equal(await takeUpdates(), []);
  await refused(api.sendMessage(ids.basic, 'Anybody?'), 403, /the group chat was deleted/);
  await refused(api.sendMessage(ids.group, 'Anybody?'), 403, /bot is not a member of the supergroup chat/);
});

test('a second poller ends the first with 409', async ({ api }) => {
  const first = api.getUpdates({ timeout: 30, offset: 2_000_000_000 });
  const ended = refused(first, 409, /terminated by other getUpdates request/);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = new AbortController();
  const waiting = api.getUpdates({ timeout: 30 }, second.signal as never).catch(() => 'ended');
  await ended;
  second.abort();
  assert.is(await waiting, 'ended');
});

test('a webhook takes the updates, with its secret, again after a failure; polling is refused meanwhile', async (stage) => {
  const { api, ids } = stage;
  const seen: { text?: string; secret: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { message } = JSON.parse(body) as { message?: { text?: string } };
      seen.push({
        ...(message?.text === undefined ? {} : { text: message.text }),
        secret: request.headers['x-telegram-bot-api-secret-token'],
      });
      response.writeHead(seen.length === 1 ? 500 : 200);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    await refused(api.setWebhook('http://example.com/hook'), 400, /An HTTPS URL must be provided/);
    await api.setWebhook(url, { secret_token: 'sesame', drop_pending_updates: true });
    await refused(api.getUpdates(), 409, /can't use getUpdates method while webhook is active/);
    say(stage, ids.group, 'hello');
    await waitFor(() => seen.length === 2, { what: 'the second delivery' });
    assert.equal(seen, [
      { text: 'hello', secret: 'sesame' },
      { text: 'hello', secret: 'sesame' },
    ]);
    const info = await api.getWebhookInfo();
    assert.is(info.url, url);
    assert.match(info.last_error_message ?? '', '500');
    await api.deleteWebhook();
    assert.equal(await api.getUpdates(), []);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('fault bot-api-429: retry_after; a counted one spares the poll that is always waiting', async (stage) => {
  const { faults, ids, raw } = stage;
  faults.add({ kind: 'bot-api-429', seconds: 7, count: 1 });
  assert.is((await raw('getUpdates')).status, 200);
  const { status, body } = await raw('sendMessage', { chat_id: ids.group, text: 'x' });
  assert.is(status, 429);
  assert.equal(body['parameters'], { retry_after: 7 });
  assert.is(body['description'], 'Too Many Requests: retry after 7');
  assert.is((await raw('sendMessage', { chat_id: ids.group, text: 'x' })).status, 200);
});

test('fault by method and by chat', async ({ faults, ids, raw }) => {
  faults.add({ kind: 'bot-api-500', method: 'sendMessage', chatId: ids.group, seconds: 60 });
  assert.is((await raw('sendMessage', { chat_id: ids.group, text: 'x' })).status, 500);
  assert.is((await raw('sendMessage', { chat_id: ids.owner, text: 'x' })).status, 200);
  assert.is((await raw('getChat', { chat_id: ids.group })).status, 200);
});

test('fault bot-api-down cuts every connection, also the poll that waits', async ({ faults, api, raw }) => {
  const failed = (call: Promise<unknown>) =>
    call.then(
      () => false,
      () => true,
    );
  const waiting = failed(api.getUpdates({ timeout: 30, offset: 2_000_000_000 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  faults.add({ kind: 'bot-api-down', seconds: 60 });
  assert.ok(await waiting);
  assert.ok(await failed(raw('getMe')));
  faults.clear();
  assert.is((await raw('getMe')).status, 200);
});

test('strict rates, when they are wanted: bursts and 20 a minute in a group', async () => {
  const stage = await openBotApiStage({ strictRates: true });
  try {
    const send = () => stage.raw('sendMessage', { chat_id: stage.ids.group, text: 'x' });
    for (let n = 0; n < 5; n += 1) assert.is((await send()).status, 200);
    const { status, body } = await send();
    assert.is(status, 429);
    assert.ok((body['parameters'] as { retry_after: number }).retry_after >= 1);
    for (let burst = 0; burst < 3; burst += 1) {
      stage.passTime(5_001);
      for (let n = 0; n < 5; n += 1) assert.is((await send()).status, 200);
    }
    stage.passTime(5_001);
    assert.is((await send()).status, 429, 'the 21st in a minute');
    stage.passTime(60_000);
    assert.is((await send()).status, 200);
  } finally {
    await stage.close();
  }
});

test.run();
