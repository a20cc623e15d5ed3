import bigInt from 'big-integer';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Client, inputChannel, joinRequest, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';
import { toInputCall } from '../tl/calls.ts';

interface Context {
  stage: Stage;
  client: Client;
  channel: Api.InputPeerChannel;
}

const test = suite<Context>('methods/calls');

test.before.each(async (context) => {
  context.stage = await openStage();
  context.client = await context.stage.connect(context.stage.assistant);
  context.channel = await inputChannel(context.client, context.stage.supergroup);
});
test.after.each(async ({ stage }) => stage.close());

/** A call that runs, as the assistant refers to it. */
function startCall({ world, supergroup, owner }: Stage): Api.InputGroupCall {
  return toInputCall(world.startCall(supergroup.id, owner.id));
}

const names = (updates: Api.TypeUpdates) => (updates as Api.Updates).updates.map(({ className }) => className);
const find = <T>(updates: Api.TypeUpdates, type: new (...fields: never[]) => T): T =>
  (updates as Api.Updates).updates.find((update) => update instanceof type) as T;
const check = ({ api }: Client, call: Api.TypeInputGroupCall, sources: number[]) =>
  api.invoke(new Api.phone.CheckGroupCall({ call, sources }));

test('an administrator creates a call, and only one', async ({ stage, client, channel }) => {
  const create = () => client.api.invoke(new Api.phone.CreateGroupCall({ peer: channel, randomId: 5, title: 'Tunes' }));
  const update = find(await create(), Api.UpdateGroupCall);
  const call = update.call as Api.GroupCall;
  assert.equal([call.title, call.participantsCount, call.canChangeJoinMuted], ['Tunes', 0, true]);
  assert.is(stage.world.activeCall(stage.supergroup.id)?.id, String(call.id));
  assert.is(await rpcError(create()), 'GROUPCALL_ALREADY_STARTED');
});

test('who may not create a call is told why', async ({ stage, client, channel }) => {
  const create = (peer: Api.TypeInputPeer) =>
    rpcError(client.api.invoke(new Api.phone.CreateGroupCall({ peer, randomId: 5 })));
  const { world, supergroup, assistant, owner } = stage;
  world.setMember(supergroup.id, assistant.id, { canManageVideoChats: false }, owner.id);
  assert.is(await create(channel), 'CHAT_ADMIN_REQUIRED');
  world.setMember(supergroup.id, assistant.id, { status: 'member' }, owner.id);
  assert.is(await create(channel), 'CHAT_ADMIN_REQUIRED');
  world.setMember(supergroup.id, assistant.id, { status: 'kicked' }, owner.id);
  assert.is(await create(channel), 'CHANNEL_PRIVATE');
  assert.is(await create(new Api.InputPeerSelf()), 'PEER_ID_INVALID');
});

test('a scheduled call does not start by itself, and cannot be joined before', async ({ client, channel, stage }) => {
  const scheduleDate = Math.floor(Date.now() / 1000) + 3600;
  const made = await client.api.invoke(new Api.phone.CreateGroupCall({ peer: channel, randomId: 5, scheduleDate }));
  const scheduled = find(made, Api.UpdateGroupCall).call as Api.GroupCall;
  assert.ok(scheduled.scheduleDate);
  const call = new Api.InputGroupCall({ id: scheduled.id, accessHash: scheduled.accessHash });
  assert.is(await rpcError(client.api.invoke(joinRequest(call, 5))), 'GROUPCALL_INVALID');
  const started = await client.api.invoke(new Api.phone.StartScheduledGroupCall({ call }));
  assert.not.ok((find(started, Api.UpdateGroupCall).call as Api.GroupCall).scheduleDate);
  assert.is(stage.world.activeCall(stage.supergroup.id)?.state, 'active');
  await client.api.invoke(joinRequest(call, 5));
});

test('a join answers with the participant, the call at the same version, and the transport', async ({
  stage,
  client,
}) => {
  const call = startCall(stage);
  const joined = await client.api.invoke(joinRequest(call, -123_456_789));
  assert.equal(names(joined), ['UpdateGroupCallParticipants', 'UpdateGroupCall', 'UpdateGroupCallConnection']);
  const { participants, version } = find(joined, Api.UpdateGroupCallParticipants);
  const [self] = participants;
  assert.equal([self?.self, self?.justJoined, self?.versioned, self?.source], [true, true, true, -123_456_789]);
  const shown = find(joined, Api.UpdateGroupCall).call as Api.GroupCall;
  assert.equal([shown.version, shown.participantsCount], [version, 1]);
  const { params } = find(joined, Api.UpdateGroupCallConnection);
  assert.is(JSON.parse(params.data).transport.ufrag, 'sandbox');
  assert.equal(stage.media.log, [`join ${call.id}:${stage.assistant.id}`]);
});

test('what a call causes comes in its answer, and not as a push besides', async ({ stage, client }) => {
  const call = startCall(stage);
  await client.waitFor((update) => (update instanceof Api.UpdateGroupCall ? true : undefined));
  await client.api.invoke(joinRequest(call, 5));
  await client.api.invoke(new Api.updates.GetState());
  assert.not.ok(client.updates.some((update) => update instanceof Api.UpdateGroupCallParticipants));
});

test('a join that makes no sense is refused', async ({ stage, client }) => {
  const call = startCall(stage);
  const withData = (data: string) => {
    const request = joinRequest(call, 5);
    request.params = new Api.DataJSON({ data });
    return rpcError(client.api.invoke(request));
  };
  for (const data of ['{', '{}', '{"ufrag":"a","pwd":"b","fingerprints":[],"ssrc":5}'])
    assert.is(await withData(data), 'DATA_JSON_INVALID');
  const fingerprints = [{ hash: 'sha-256', setup: 'active', fingerprint: 'AA' }];
  for (const ssrc of [0, 2 ** 31, 1.5])
    assert.is(await withData(JSON.stringify({ ufrag: 'a', pwd: 'b', fingerprints, ssrc })), 'DATA_JSON_INVALID');
  const asChat = joinRequest(call, 5);
  asChat.joinAs = new Api.InputPeerEmpty();
  assert.is(await rpcError(client.api.invoke(asChat)), 'JOIN_AS_PEER_INVALID');
});

test('a source that somebody else has is a duplicate', async ({ stage, client }) => {
  const call = startCall(stage);
  stage.world.joinCall(String(call.id), { userId: stage.olga.id, source: 77, muted: true, via: 'page' });
  assert.is(await rpcError(client.api.invoke(joinRequest(call, 77))), 'GROUPCALL_SSRC_DUPLICATE_MUCH');
});

test('a media server that fails is an error of theirs', async ({ stage, client }) => {
  const call = startCall(stage);
  stage.media.refuseOnce();
  const error = await client.api.invoke(joinRequest(call, 5)).then(
    () => null,
    (reason: unknown) => reason,
  );
  // The package tries again by itself after such an error, and the second join is answered.
  assert.is(error, null);
  assert.is(stage.media.log.length, 2);
});

test('a call that is over is forbidden, an unknown one invalid', async ({ stage, client }) => {
  const call = startCall(stage);
  await client.api.invoke(new Api.phone.DiscardGroupCall({ call }));
  assert.equal(stage.media.log, [`close ${call.id}`]);
  for (const request of [
    joinRequest(call, 5),
    new Api.phone.CheckGroupCall({ call, sources: [5] }),
    new Api.phone.GetGroupCall({ call, limit: 10 }),
    new Api.phone.LeaveGroupCall({ call, source: 5 }),
  ])
    assert.is(await rpcError(client.api.invoke(request)), 'GROUPCALL_FORBIDDEN');
  const next = startCall(stage);
  assert.not.equal(String(next.id), String(call.id));
  const guessed = new Api.InputGroupCall({ id: next.id, accessHash: bigInt(1) });
  assert.is(await rpcError(client.api.invoke(joinRequest(guessed, 5))), 'GROUPCALL_INVALID');
});

test('who is not in the chat may not join its call', async ({ stage, client }) => {
  const call = startCall(stage);
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  assert.is(await rpcError(client.api.invoke(joinRequest(call, 5))), 'GROUPCALL_FORBIDDEN');
});

test('checkGroupCall knows those who are in, who were in, and who never were', async ({ stage, client }) => {
  const call = startCall(stage);
  assert.is(await rpcError(check(client, call, [5])), 'GROUPCALL_JOIN_MISSING');
  await client.api.invoke(joinRequest(call, 5));
  assert.equal(await check(client, call, [5]), [5]);
  assert.equal(await check(client, call, [6]), []);
  stage.world.leaveCall(String(call.id), stage.assistant.id);
  assert.equal(await check(client, call, [5]), [], 'taken out');
  await client.api.invoke(joinRequest(call, 6));
  await client.api.invoke(new Api.phone.LeaveGroupCall({ call, source: 6 }));
  assert.is(await rpcError(check(client, call, [6])), 'GROUPCALL_JOIN_MISSING', 'left by itself');
});

test('a second join of the account displaces the first, and its media', async ({ stage, client }) => {
  const call = startCall(stage);
  await client.api.invoke(joinRequest(call, 5));
  const other = await stage.connect(stage.assistant);
  await other.api.invoke(joinRequest(call, 6));
  assert.equal(await check(client, call, [5]), []);
  const source = await client.waitFor((update) =>
    update instanceof Api.UpdateGroupCallParticipants ? update.participants[0]?.source : undefined,
  );
  assert.is(source, 6);
  assert.is(stage.world.call(String(call.id))?.participants.size, 1);
  // The displaced session leaving must not take the other one out.
  await client.api.invoke(new Api.phone.LeaveGroupCall({ call, source: 5 }));
  assert.equal(await check(other, call, [6]), [6]);
  assert.not.ok(stage.media.log.includes(`leave ${call.id}:${stage.assistant.id}`));
});

test('leaving takes the participant and the media out, and the empty call stays', async ({ stage, client }) => {
  const call = startCall(stage);
  await client.api.invoke(joinRequest(call, 5));
  const left = await client.api.invoke(new Api.phone.LeaveGroupCall({ call, source: 5 }));
  assert.is(find(left, Api.UpdateGroupCallParticipants).participants[0]?.left, true);
  assert.is((find(left, Api.UpdateGroupCall).call as Api.GroupCall).participantsCount, 0);
  assert.is(stage.media.log.at(-1), `leave ${call.id}:${stage.assistant.id}`);
  assert.is(stage.world.call(String(call.id))?.state, 'active');
});

test('in a stream one may not speak, and gets no transport', async ({ stage, client }) => {
  const call = startCall(stage);
  stage.faults.add({ kind: 'stream-mode', chatId: stage.supergroup.id, count: 1 });
  const joined = await client.api.invoke(joinRequest(call, 5));
  assert.is(find(joined, Api.UpdateGroupCallConnection).params.data, '{"stream":true}');
  const participant = stage.world.call(String(call.id))?.participants.get(stage.assistant.id);
  assert.equal([participant?.muted, participant?.canSelfUnmute], [true, false]);
  assert.equal(stage.media.log, []);
  const again = await client.api.invoke(joinRequest(call, 6));
  assert.match(find(again, Api.UpdateGroupCallConnection).params.data, /transport/);
});

test('new participants come in muted when the settings say so, but not administrators', async ({ stage, client }) => {
  const call = startCall(stage);
  const toggle = () => client.api.invoke(new Api.phone.ToggleGroupCallSettings({ call, joinMuted: true }));
  assert.is((find(await toggle(), Api.UpdateGroupCall).call as Api.GroupCall).joinMuted, true);
  assert.is(await rpcError(toggle()), 'GROUPCALL_NOT_MODIFIED');
  const olga = await stage.connect(stage.olga);
  await olga.api.invoke(joinRequest(call, 6));
  await client.api.invoke(joinRequest(call, 5));
  const participants = stage.world.call(String(call.id))?.participants;
  assert.equal(participants?.get(stage.olga.id)?.canSelfUnmute, false);
  assert.equal(participants?.get(stage.assistant.id)?.muted, false);
});

test('titles are edited by those who may', async ({ stage, client }) => {
  const call = startCall(stage);
  const edited = await client.api.invoke(new Api.phone.EditGroupCallTitle({ call, title: 'Jazz' }));
  assert.is((find(edited, Api.UpdateGroupCall).call as Api.GroupCall).title, 'Jazz');
  const olga = await stage.connect(stage.olga);
  const request = new Api.phone.EditGroupCallTitle({ call, title: 'Rock' });
  assert.is(await rpcError(olga.api.invoke(request)), 'CHAT_ADMIN_REQUIRED');
  assert.is(await rpcError(olga.api.invoke(new Api.phone.DiscardGroupCall({ call }))), 'CHAT_ADMIN_REQUIRED');
});

test('one joins as oneself', async ({ client, channel, stage }) => {
  const { peers } = await client.api.invoke(new Api.phone.GetGroupCallJoinAs({ peer: channel }));
  assert.equal(
    peers.map((peer) => Number((peer as Api.PeerUser).userId)),
    [stage.assistant.id],
  );
});

test.run();
