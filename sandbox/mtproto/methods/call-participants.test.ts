import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Client, joinRequest, openStage, rpcError, type Stage } from '../fixtures/mtproto-stage.ts';
import { toInputCall } from '../tl/calls.ts';

interface Context {
  stage: Stage;
  client: Client;
  call: Api.InputGroupCall;
}

const test = suite<Context>('methods/call-participants');

test.before.each(async (context) => {
  context.stage = await openStage();
  context.client = await context.stage.connect(context.stage.assistant);
  const { world, supergroup, owner } = context.stage;
  context.call = toInputCall(world.startCall(supergroup.id, owner.id));
});
test.after.each(async ({ stage }) => stage.close());

/** Lets that many listeners into the call. */
function fill({ world }: Stage, call: Api.InputGroupCall, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const { id } = world.addUser({ firstName: `Listener ${index}` });
    world.joinCall(String(call.id), { userId: id, source: 0, muted: true, via: 'control' });
  }
}

const list = ({ api }: Client, call: Api.InputGroupCall, offset: string, limit: number) =>
  api.invoke(new Api.phone.GetGroupParticipants({ call, ids: [], sources: [], offset, limit }));

test('getGroupCall gives the count and as many participants as asked for', async ({ stage, client, call }) => {
  fill(stage, call, 7);
  const first = await client.api.invoke(new Api.phone.GetGroupCall({ call, limit: 3 }));
  assert.is((first.call as Api.GroupCall).participantsCount, 7);
  assert.is(first.participants.length, 3);
  assert.is(first.users.length, 3);
  const next = await list(client, call, first.participantsNextOffset, 100);
  assert.is(next.participants.length, 4);
  assert.is(next.nextOffset, '');
});

test('participants come in pages of at most 100, until the offset is empty', async ({ stage, client, call }) => {
  fill(stage, call, 230);
  const seen = new Set<string>();
  const sizes: number[] = [];
  let offset = '';
  do {
    const page = await list(client, call, offset, 500);
    for (const { peer } of page.participants) seen.add(String((peer as Api.PeerUser).userId));
    sizes.push(page.participants.length);
    assert.equal([page.count, page.version], [230, stage.world.call(String(call.id))?.version]);
    offset = page.nextOffset;
  } while (offset !== '');
  assert.equal(sizes, [100, 100, 30]);
  assert.is(seen.size, 230);
});

test('participants are found by id and by source', async ({ stage, client, call }) => {
  fill(stage, call, 3);
  await client.api.invoke(joinRequest(call, -9));
  const ask = async (ids: Api.TypeInputPeer[], sources: number[]) => {
    const request = new Api.phone.GetGroupParticipants({ call, ids, sources, offset: '', limit: 10 });
    const { participants, count } = await client.api.invoke(request);
    assert.is(count, 4, 'the count is of all');
    return participants;
  };
  assert.equal(
    (await ask([new Api.InputPeerSelf()], [])).map(({ self }) => self),
    [true],
  );
  assert.equal(
    (await ask([], [-9])).map(({ source }) => source),
    [-9],
  );
  assert.equal(await ask([], [1234]), []);
});

test('who is muted by an admin cannot unmute, and after the release must do so themselves', async (context) => {
  const { stage, client, call } = context;
  await client.api.invoke(joinRequest(call, 5));
  const self = new Api.InputPeerSelf();
  const unmute = () =>
    client.api.invoke(new Api.phone.EditGroupCallParticipant({ call, participant: self, muted: false }));
  const me = () => stage.world.call(String(call.id))?.participants.get(stage.assistant.id);
  const owner = await stage.connect(stage.owner);
  const participant = await owner.api.getInputEntity('efir_one');
  const byOwner = (muted: boolean) =>
    owner.api.invoke(new Api.phone.EditGroupCallParticipant({ call, participant, muted }));

  await byOwner(true);
  assert.equal([me()?.muted, me()?.canSelfUnmute], [true, false]);
  const told = await client.waitFor((update) =>
    update instanceof Api.UpdateGroupCallParticipants ? update.participants[0] : undefined,
  );
  assert.equal([told.muted, told.canSelfUnmute, told.self, told.versioned], [true, false, true, true]);
  assert.is(await rpcError(unmute()), 'GROUPCALL_FORBIDDEN');
  await byOwner(false);
  assert.equal([me()?.muted, me()?.canSelfUnmute], [true, true]);
  await unmute();
  assert.is(me()?.muted, false);
});

test('volume is from 1 to 20,000, and others are edited by those who may', async ({ stage, client, call }) => {
  await client.api.invoke(joinRequest(call, 5));
  const self = new Api.InputPeerSelf();
  const edit = (volume: number) =>
    client.api.invoke(new Api.phone.EditGroupCallParticipant({ call, participant: self, volume }));
  const updates = (await edit(20_000)) as Api.Updates;
  assert.is((updates.updates[0] as Api.UpdateGroupCallParticipants).participants[0]?.volume, 20_000);
  assert.is(await rpcError(edit(20_001)), 'USER_VOLUME_INVALID');
  const olga = await stage.connect(stage.olga);
  const participant = await olga.api.getInputEntity('efir_one');
  const mute = new Api.phone.EditGroupCallParticipant({ call, participant, muted: true });
  assert.is(await rpcError(olga.api.invoke(mute)), 'GROUPCALL_FORBIDDEN');
  const nobody = new Api.phone.EditGroupCallParticipant({ call, participant: self, muted: true });
  assert.is(await rpcError(olga.api.invoke(nobody)), 'PARTICIPANT_JOIN_MISSING');
});

test.run();
