import bigInt from 'big-integer';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Client, inputChannel, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';
import { toPeer } from '../tl/chats.ts';

const test = suite<{ stage: Stage; client: Client }>('methods/chats');

test.before.each(async (context) => {
  context.stage = await openStage();
  context.client = await context.stage.connect(context.stage.assistant);
});
test.after.each(async ({ stage }) => stage.close());

test('dialogs name the chats one is in, with their newest message', async ({ stage, client }) => {
  const { world, assistant, owner, supergroup } = stage;
  world.addChat({ type: 'supergroup', title: 'Elsewhere', members: [{ userId: owner.id, status: 'creator' }] });
  const group = world.addChat({ type: 'group', title: 'Small', members: [{ userId: assistant.id, status: 'member' }] });
  world.postMessage({ chatId: supergroup.id, fromId: owner.id, text: 'first' });
  const { messageId } = world.postMessage({ chatId: supergroup.id, fromId: owner.id, text: 'gone' });
  world.deleteMessage(supergroup.id, messageId);
  const dialogs = Array.from(await client.api.getDialogs({}));
  assert.equal(dialogs.map(({ id }) => Number(id)).sort(), [supergroup.id, group.id].sort());
  assert.is(dialogs.find(({ title }) => title === 'Room')?.message?.message, 'first');
});

test('dialogs come in pages', async ({ stage, client }) => {
  for (let index = 0; index < 4; index += 1) {
    const member = { userId: stage.assistant.id, status: 'member' } as const;
    const { id } = stage.world.addChat({ type: 'supergroup', title: `Room ${index}`, members: [member] });
    stage.world.postMessage({ chatId: id, fromId: stage.owner.id, text: 'hello', date: 1_000 + index });
  }
  const empty = new Api.InputPeerEmpty();
  const page = (offsetDate: number) =>
    client.api.invoke(
      new Api.messages.GetDialogs({ offsetDate, offsetId: 0, offsetPeer: empty, limit: 2, hash: bigInt.zero }),
    );
  const first = await page(1_004);
  assert.instance(first, Api.messages.DialogsSlice);
  const titles = (answer: Api.messages.TypeDialogs) =>
    answer instanceof Api.messages.DialogsNotModified ? [] : answer.chats.map((chat) => 'title' in chat && chat.title);
  assert.equal(titles(first), ['Room 3', 'Room 2']);
  assert.equal(titles(await page(1_002)), ['Room 1', 'Room 0']);
});

test('chats whose messages came in the same second are not lost between two pages', async ({ stage, client }) => {
  for (let index = 0; index < 120; index += 1) {
    const member = { userId: stage.assistant.id, status: 'member' } as const;
    const { id } = stage.world.addChat({ type: 'supergroup', title: `Room ${index}`, members: [member] });
    stage.world.postMessage({ chatId: id, fromId: stage.owner.id, text: 'hello', date: 1_000 });
  }
  const dialogs = Array.from(await client.api.getDialogs({}));
  assert.is(new Set(dialogs.map(({ id }) => String(id))).size, 121);
});

test('access hashes are good for one account only', async ({ stage, client }) => {
  const channel = await inputChannel(client, stage.supergroup);
  const olga = await stage.connect(stage.olga);
  assert.not.equal(String((await inputChannel(olga, stage.supergroup)).accessHash), String(channel.accessHash));
  assert.is(await rpcError(olga.api.invoke(new Api.channels.GetFullChannel({ channel }))), 'CHANNEL_INVALID');
  await client.api.invoke(new Api.channels.GetFullChannel({ channel }));
});

test('a chat shows rights, and the open call, to whoever looks', async ({ stage, client }) => {
  const channel = await inputChannel(client, stage.supergroup);
  const before = await client.api.invoke(new Api.channels.GetFullChannel({ channel }));
  assert.not.ok((before.fullChat as Api.ChannelFull).call);
  assert.ok((before.chats[0] as Api.Channel).adminRights?.manageCall);
  const call = stage.world.startCall(stage.supergroup.id, stage.owner.id, { scheduled: true });
  const after = await client.api.invoke(new Api.channels.GetFullChannel({ channel }));
  assert.is(String(((after.fullChat as Api.ChannelFull).call as Api.InputGroupCall).id), call.id);
});

test('getChannels shows a forbidden chat to who was kicked, and nothing to strangers', async ({ stage, client }) => {
  const channel = await inputChannel(client, stage.supergroup);
  const look = () => client.api.invoke(new Api.channels.GetChannels({ id: [channel] }));
  assert.instance((await look()).chats[0], Api.Channel);
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  assert.instance((await look()).chats[0], Api.ChannelForbidden);
  assert.is(await rpcError(client.api.invoke(new Api.channels.GetFullChannel({ channel }))), 'CHANNEL_PRIVATE');
  stage.world.setMember(stage.supergroup.id, stage.assistant.id, { status: 'left' }, stage.owner.id);
  assert.is(await rpcError(look()), 'CHANNEL_PRIVATE');
});

test('groups are looked up by their bare id', async ({ stage, client }) => {
  const member = { userId: stage.assistant.id, status: 'administrator' } as const;
  const group = stage.world.addChat({ type: 'group', title: 'Small', members: [member] });
  const chatId = bigInt(-group.id);
  const full = await client.api.invoke(new Api.messages.GetFullChat({ chatId }));
  assert.instance(full.fullChat, Api.ChatFull);
  assert.is((full.chats[0] as Api.Chat).title, 'Small');
  const chats = await client.api.invoke(new Api.messages.GetChats({ id: [chatId] }));
  assert.is((chats.chats[0] as Api.Chat).deactivated, false);
  stage.world.migrateChat(group.id, stage.owner.id);
  const after = await client.api.invoke(new Api.messages.GetChats({ id: [chatId] }));
  assert.is((after.chats[0] as Api.Chat).deactivated, true);
  assert.instance((after.chats[0] as Api.Chat).migratedTo, Api.InputChannel);
  assert.is(await rpcError(client.api.invoke(new Api.messages.GetFullChat({ chatId: bigInt(1) }))), 'CHAT_ID_INVALID');
});

test('users and names are looked up', async ({ stage, client }) => {
  const olga = await client.api.invoke(new Api.contacts.ResolveUsername({ username: 'OLGA' }));
  assert.is(String((olga.peer as Api.PeerUser).userId), String(stage.olga.id));
  assert.is((olga.users[0] as Api.User).phone, null, 'a number of somebody else is not shown');
  const full = await client.api.invoke(new Api.users.GetFullUser({ id: new Api.InputUserSelf() }));
  assert.is((full.users[0] as Api.User).phone, '15550001');
  const wrong = new Api.InputUser({ userId: bigInt(stage.olga.id), accessHash: bigInt(1) });
  assert.is(await rpcError(client.api.invoke(new Api.users.GetUsers({ id: [wrong] }))), 'USER_ID_INVALID');
  const nobody = new Api.contacts.ResolveUsername({ username: 'nobody_here' });
  assert.is(await rpcError(client.api.invoke(nobody)), 'USERNAME_NOT_OCCUPIED');
});

test('a membership tells its kind', async ({ stage, client }) => {
  const channel = await inputChannel(client, stage.supergroup);
  const ask = async (participant: Api.TypeInputPeer) =>
    (await client.api.invoke(new Api.channels.GetParticipant({ channel, participant }))).participant;
  const olga = await client.api.getInputEntity('olga');
  assert.instance(await ask(new Api.InputPeerSelf()), Api.ChannelParticipantAdmin);
  assert.instance(await ask(olga), Api.ChannelParticipant);
  stage.world.setMember(stage.supergroup.id, stage.olga.id, { status: 'kicked' }, stage.owner.id);
  assert.instance(await ask(olga), Api.ChannelParticipantBanned);
  stage.world.setMember(stage.supergroup.id, stage.olga.id, { status: 'left' }, stage.owner.id);
  assert.is(await rpcError(ask(olga)), 'USER_NOT_PARTICIPANT');
});

test('a public chat is joined by name and left again, a private one is not', async ({ stage, client }) => {
  const { world, owner, assistant } = stage;
  const members = [{ userId: owner.id, status: 'creator' }] as const;
  const open = world.addChat({ type: 'supergroup', title: 'Open', username: 'open_room', members });
  const { chats } = await client.api.invoke(new Api.contacts.ResolveUsername({ username: 'open_room' }));
  const { id, accessHash } = chats[0] as Api.Channel;
  const channel = new Api.InputChannel({ channelId: id, accessHash: accessHash ?? bigInt.zero });
  const joined = await client.api.invoke(new Api.channels.JoinChannel({ channel }));
  assert.instance(joined, Api.messages.ChatInviteJoinResultOk);
  assert.is(world.member(open.id, assistant.id)?.status, 'member');
  assert.is(await rpcError(client.api.invoke(new Api.channels.JoinChannel({ channel }))), 'USER_ALREADY_PARTICIPANT');
  await client.api.invoke(new Api.channels.LeaveChannel({ channel }));
  assert.is(world.member(open.id, assistant.id)?.status, 'left');

  const closed = world.addChat({ type: 'supergroup', title: 'Closed', members });
  const peer = toPeer(closed) as Api.PeerChannel;
  const hash = bigInt(world.accessHash(assistant.id, { type: 'chat', id: closed.id }));
  const input = new Api.InputChannel({ channelId: peer.channelId, accessHash: hash });
  assert.is(await rpcError(client.api.invoke(new Api.channels.JoinChannel({ channel: input }))), 'CHANNEL_PRIVATE');
});

test.run();
