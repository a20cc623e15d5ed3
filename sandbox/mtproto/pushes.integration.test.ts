import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GroupCall } from '../world/model.ts';
import { type Client, joinRequest, openStage, type Stage } from './fixtures/mtproto-stage.ts';
import { toInputCall } from './tl/calls.ts';
import { toPeer } from './tl/chats.ts';

interface Context {
  stage: Stage;
  client: Client;
  call: GroupCall;
}

const test = suite<Context>('pushes');

test.before.each(async (context) => {
  context.stage = await openStage({ mediaTimeoutMs: 400 });
  context.client = await context.stage.connect(context.stage.assistant);
  const { world, supergroup, owner } = context.stage;
  context.call = world.startCall(supergroup.id, owner.id);
});
test.after.each(async ({ stage }) => stage.close());

const participantUpdates = ({ updates }: Client) =>
  updates.filter(
    (update): update is Api.UpdateGroupCallParticipants => update instanceof Api.UpdateGroupCallParticipants,
  );

/** Joins with media that is "heard", so that it is not taken out. */
async function join({ stage, client, call }: Context, source = 5): Promise<void> {
  stage.media.heard.add(`${call.id}:${stage.assistant.id}`);
  await client.api.invoke(joinRequest(toInputCall(call), source));
}

const olgaJoins = ({ stage, call }: Context) =>
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 0, muted: true, via: 'page' });
const olgaLeaves = ({ stage, call }: Context) => stage.world.leaveCall(call.id, stage.olga.id);

/** Waits until that many updates of participants have come. */
const arrived = (client: Client, count: number) =>
  client.waitFor(() => (participantUpdates(client).length >= count ? participantUpdates(client) : undefined));

test('members hear of a call that starts, changes and ends; strangers do not', async ({ stage, client, call }) => {
  const stranger = stage.world.addUser({ firstName: 'Stranger' });
  const outside = await stage.connect(stranger);
  await outside.api.getMe();
  stage.world.setCallTitle(call.id, 'Jazz');
  stage.world.discardCall(call.id, stage.owner.id);
  const discarded = await client.waitFor((update) =>
    update instanceof Api.UpdateGroupCall && update.call instanceof Api.GroupCallDiscarded ? update : undefined,
  );
  assert.is(String(discarded.call.id), call.id);
  assert.instance(discarded.peer, Api.PeerChannel);
  const titles = client.updates.map(
    (update) => update instanceof Api.UpdateGroupCall && (update.call as Api.GroupCall).title,
  );
  assert.ok(titles.includes('Jazz'));
  await outside.api.invoke(new Api.updates.GetState());
  assert.equal(
    outside.updates.filter((update) => update instanceof Api.UpdateGroupCall),
    [],
  );
});

test('who joins and who leaves is told with versions that count up by one', async (context) => {
  await join(context);
  const { version } = context.call;
  olgaJoins(context);
  olgaLeaves(context);
  const [joined, left] = await arrived(context.client, 2);
  assert.equal([joined?.version, left?.version], [version + 1, version + 2]);
  const flags = [joined, left].map((update) => [update?.participants[0]?.justJoined, update?.participants[0]?.left]);
  assert.equal(flags, [
    [true, false],
    [false, true],
  ]);
});

test('a kick takes the participant out and sends both signals', async (context) => {
  await join(context);
  const { stage, client, call } = context;
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  await client.waitFor((update) => (update instanceof Api.UpdateChannel ? true : undefined));
  const [own] = await arrived(client, 1);
  assert.equal([own?.participants[0]?.self, own?.participants[0]?.left], [true, true]);
  assert.is(stage.media.log.at(-1), `leave ${call.id}:${stage.assistant.id}`);
});

test('the forbidden chat may come alone', async (context) => {
  await join(context);
  const { stage, client } = context;
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'chat');
  await client.waitFor((update) => (update instanceof Api.UpdateChannel ? true : undefined));
  await client.api.invoke(new Api.updates.GetState());
  assert.equal(participantUpdates(client), []);
});

test('the own departure may come alone', async (context) => {
  await join(context);
  const { stage, client } = context;
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'participant');
  await arrived(client, 1);
  await client.api.invoke(new Api.updates.GetState());
  assert.not.ok(client.updates.some((update) => update instanceof Api.UpdateChannel));
});

test('an update about a chat brings the chat along', async ({ stage, client }) => {
  const before = await client.api.getDialogs({});
  assert.instance(before[0]?.entity, Api.Channel);
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  await client.waitFor((update) => {
    const entities = (update as { _entities?: Map<string, unknown> })._entities;
    return [...(entities?.values() ?? [])].find((entity) => entity instanceof Api.ChannelForbidden);
  });
});

test('a group that becomes a supergroup takes its call along', async ({ stage, client }) => {
  const member = { userId: stage.assistant.id, status: 'administrator' } as const;
  const group = stage.world.addChat({ type: 'group', title: 'Small', members: [member] });
  const call = stage.world.startCall(group.id, stage.assistant.id);
  const next = toPeer(stage.world.migrateChat(group.id, stage.assistant.id)) as Api.PeerChannel;
  const isNext = (peer: unknown) => peer instanceof Api.PeerChannel && peer.channelId.eq(next.channelId);
  const update = await client.waitFor((one) =>
    one instanceof Api.UpdateGroupCall && isNext(one.peer) ? one : undefined,
  );
  assert.is(String(update.call.id), call.id);
  assert.ok(client.updates.some((one) => one instanceof Api.UpdateChat));
  assert.ok(client.updates.some((one) => one instanceof Api.UpdateChannel && one.channelId.eq(next.channelId)));
});

test('a deleted chat is a forbidden one for whoever was in it', async ({ stage, client }) => {
  stage.world.deleteChat(stage.supergroup.id);
  await client.waitFor((update) => {
    const entities = (update as { _entities?: Map<string, unknown> })._entities;
    return [...(entities?.values() ?? [])].find((entity) => entity instanceof Api.ChannelForbidden);
  });
});

test('lost updates are lost, and the state is right all the same', async (context) => {
  await join(context);
  const { stage, client, call } = context;
  stage.faults.add({ kind: 'participants-updates-lost', chatId: stage.supergroup.id, count: 1 });
  olgaJoins(context);
  olgaLeaves(context);
  const [first] = await arrived(client, 1);
  assert.is(first?.version, call.version);
  assert.is(first?.participants[0]?.left, true);
  const now = await client.api.invoke(new Api.phone.GetGroupCall({ call: toInputCall(call), limit: 10 }));
  assert.is((now.call as Api.GroupCall).version, call.version);
});

test('reordered updates change places', async (context) => {
  await join(context);
  context.stage.faults.add({ kind: 'participants-updates-reordered', count: 1 });
  const { version } = context.call;
  olgaJoins(context);
  olgaLeaves(context);
  const updates = await arrived(context.client, 2);
  assert.equal(
    updates.map((update) => update.version),
    [version + 2, version + 1],
  );
});

test('delayed updates come late', async (context) => {
  await join(context);
  const { stage, client } = context;
  stage.faults.add({ kind: 'participants-updates-delayed', count: 1 });
  olgaJoins(context);
  await client.api.invoke(new Api.updates.GetState());
  assert.equal(participantUpdates(client), []);
  const [update] = await arrived(client, 1);
  assert.is(update?.participants[0]?.justJoined, true);
});

test('whose media does not come is taken out, told so, and no longer listed', async ({ stage, client, call }) => {
  await client.api.invoke(joinRequest(toInputCall(call), 5));
  const [own] = await arrived(client, 1);
  assert.equal([own?.participants[0]?.self, own?.participants[0]?.left], [true, true]);
  const check = new Api.phone.CheckGroupCall({ call: toInputCall(call), sources: [5] });
  assert.equal(await client.api.invoke(check), []);
  assert.is(stage.media.log.at(-1), `leave ${call.id}:${stage.assistant.id}`);
});

test('whose media comes stays, and so does who has none to send', async (context) => {
  await join(context);
  olgaJoins(context);
  // Three times the limit is long enough to be taken out.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  assert.is(context.call.participants.size, 2);
});

test.run();
