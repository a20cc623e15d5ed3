import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';
import { createSilentMediaServer } from '../../sandbox/mtproto/fixtures/silent-media-server.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { type Assistant, connectAssistant } from './assistant.ts';
import type { ActiveCall, CallRef } from './group-calls.ts';
import type { ChatRef } from './known-chats.ts';
import type { AssistantUpdate } from './updates.ts';

const suite = createSuite<{ stage: Stage; assistant: Assistant; updates: AssistantUpdate[] }>('assistant');
const log = pino({ level: 'silent' });
const { signal } = new AbortController();
const options = { signal };

const transport = {
  ufrag: 'srvU',
  pwd: 'srvPassword0123456789012',
  fingerprints: [{ hash: 'sha-256', setup: 'passive', fingerprint: 'AA:BB' }],
  candidates: [],
};

function payload(ssrc: number) {
  const fingerprints = [{ hash: 'sha-256', fingerprint: 'AA:BB', setup: 'active' as const }];
  return { ufrag: 'abcd', pwd: 'x'.repeat(24), fingerprints, ssrc, 'ssrc-groups': [] as const };
}

function open(stage: Stage, session = stage.mtproto.sessionStringFor(stage.assistant.id), stop = signal) {
  return connectAssistant({ apiId: 1, apiHash: 'hash', session, address: stage.mtproto.address, log, signal: stop });
}

async function chatOf({ stage, assistant }: { stage: Stage; assistant: Assistant }): Promise<ChatRef> {
  const found = await assistant.findChat(stage.supergroup.id, options);
  assert.is(found.type, 'found');
  return (found as { chat: ChatRef }).chat;
}

async function startedCall(context: { stage: Stage; assistant: Assistant }): Promise<CallRef> {
  const created = await context.assistant.calls.create(await chatOf(context), options);
  assert.is(created.type, 'created');
  return (created as { call: CallRef }).call;
}

suite.before.each(async (context) => {
  const media = { ...createSilentMediaServer(), join: async () => ({ transport, audio: {} }) };
  context.stage = await openStage({ media });
  context.assistant = await open(context.stage);
  context.updates = [];
  context.assistant.onUpdate((update) => context.updates.push(update));
});

suite.after.each(async ({ stage, assistant }) => {
  await assistant.close();
  await stage.close();
});

suite('knows itself', ({ stage, assistant }) => {
  assert.equal(assistant.me, { id: stage.assistant.id, username: 'efir_one' });
  assert.is(assistant.isConnected, true);
});

suite('finds chats it is in, and only those', async ({ stage, assistant }) => {
  const { world, supergroup, owner } = stage;
  assert.is((await assistant.findChat(supergroup.id, options)).type, 'found');
  const foreign = world.addChat({
    type: 'supergroup',
    title: 'Foreign',
    members: [{ userId: owner.id, status: 'creator' }],
  });
  assert.equal(await assistant.findChat(foreign.id, options), { type: 'missing' });
  assert.equal(await assistant.findChat(-1_009_999_999_999, options), { type: 'missing' });
  assert.equal(await assistant.findChat(owner.id, options), { type: 'missing' });
  world.setMember(supergroup.id, stage.assistant.id, { status: 'kicked' }, owner.id);
  assert.equal(await assistant.findChat(supergroup.id, options), { type: 'banned' });
});

suite('finds a basic group, and where it went', async ({ stage, assistant }) => {
  const { world, owner } = stage;
  const members = [
    { userId: owner.id, status: 'creator' as const },
    { userId: stage.assistant.id, status: 'member' as const },
  ];
  const group = world.addChat({ type: 'group', title: 'Small', members });
  assert.is((await assistant.findChat(group.id, options)).type, 'found');
  const to = world.migrateChat(group.id, owner.id);
  assert.equal(await assistant.findChat(group.id, options), { type: 'migrated', to: to.id });
  assert.is((await assistant.findChat(to.id, options)).type, 'found');
});

suite('sees whether a chat has a call', async (context) => {
  const { stage, assistant } = context;
  const chat = await chatOf(context);
  assert.equal(await assistant.calls.getActive(chat, options), { type: 'none' } satisfies ActiveCall);
  const call = stage.world.startCall(stage.supergroup.id, stage.owner.id, { scheduled: true });
  const scheduled = await assistant.calls.getActive(chat, options);
  assert.is(scheduled.type, 'scheduled');
  stage.world.startCall(stage.supergroup.id, stage.owner.id);
  const active = await assistant.calls.getActive(chat, options);
  assert.is(active.type, 'active');
  assert.is((active as { call: CallRef }).call.id, call.id);
});

suite('creates a call, unless there is one or it lacks the right', async (context) => {
  const { stage, assistant } = context;
  const chat = await chatOf(context);
  assert.is((await assistant.calls.create(chat, options)).type, 'created');
  assert.is((await assistant.calls.create(chat, options)).type, 'exists');
  stage.world.discardCall(stage.world.activeCall(stage.supergroup.id)?.id ?? '');
  stage.world.setMember(stage.supergroup.id, stage.assistant.id, { status: 'member' }, stage.owner.id);
  assert.is((await assistant.calls.create(chat, options)).type, 'may-not');
});

suite('joins, is counted, and leaves', async (context) => {
  const { assistant } = context;
  const call = await startedCall(context);
  const answer = await assistant.calls.join(call, payload(12_345), options);
  assert.is(answer.type, 'transport');
  assert.equal((answer as { transport: unknown }).transport, { ...transport });
  assert.is(await assistant.calls.check(call, 12_345, options), 'joined');
  assert.is(await assistant.calls.check(call, 54_321, options), 'not-joined');
  const list = await assistant.listParticipants(call, options);
  assert.is(list?.count, 1);
  assert.is(list?.participants[0]?.isSelf, true);
  assert.is(list?.participants[0]?.source, 12_345);
  await assistant.calls.leave(call, 12_345, options);
  assert.is(await assistant.calls.check(call, 12_345, options), 'not-joined');
  await assistant.calls.leave(call, 12_345, options);
});

suite('hears the updates that its own requests cause', async (context) => {
  const call = await startedCall(context);
  await context.assistant.calls.join(call, payload(777), options);
  const joined = context.updates.find((update) => update.type === 'participants');
  assert.is(joined?.type === 'participants' && joined.participants[0]?.source, 777);
  assert.ok(context.updates.some((update) => update.type === 'call' && update.state === 'active'));
});

suite('tells stream mode, a call that is gone, and a source that is taken', async (context) => {
  const { stage, assistant } = context;
  const call = await startedCall(context);
  stage.faults.add({ kind: 'stream-mode', count: 1 });
  assert.equal(await assistant.calls.join(call, payload(1), options), { type: 'stream' });
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 99, muted: false, via: 'page' });
  assert.equal(await assistant.calls.join(call, payload(99), options), { type: 'duplicate-source' });
  stage.world.discardCall(call.id);
  assert.equal(await assistant.calls.join(call, payload(2), options), { type: 'gone' });
  assert.is(await assistant.calls.check(call, 2, options), 'gone');
  assert.is(await assistant.listParticipants(call, options), null);
});

suite('reads all pages of participants', async (context) => {
  const { stage, assistant } = context;
  const call = await startedCall(context);
  for (let index = 0; index < 230; index += 1) {
    const { id } = stage.world.addUser({ firstName: `L${index}` });
    stage.world.joinCall(call.id, { userId: id, source: 0, muted: true, via: 'control' });
  }
  const list = await assistant.listParticipants(call, options);
  assert.is(list?.participants.length, 230);
  assert.is(list?.count, 230);
  assert.is(list?.isComplete, true);
});

suite('hears who comes, who is muted, who goes, and the end of the call', async (context) => {
  const { stage, updates } = context;
  const call = await startedCall(context);
  await context.assistant.calls.join(call, payload(5), options);
  updates.length = 0;
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 6, muted: true, via: 'page' });
  stage.world.changeParticipant(call.id, stage.assistant.id, { muted: true, canSelfUnmute: false });
  stage.world.leaveCall(call.id, stage.olga.id);
  stage.world.discardCall(call.id);
  await waitFor(() => updates.some((update) => update.type === 'call' && update.state === 'discarded'), {
    what: 'the end',
  });
  const changes = updates.flatMap((update) => (update.type === 'participants' ? [update] : []));
  assert.is(changes.length, 3);
  assert.equal(
    changes.map(({ version }) => version - (changes[0]?.version ?? 0)),
    [0, 1, 2],
  );
  const [came, muted, left] = changes.map(({ participants }) => participants[0]);
  assert.is(came?.peerId, stage.olga.id);
  assert.is(came?.hasJustJoined, true);
  assert.is(muted?.isSelf && muted.isMuted && !muted.canSelfUnmute, true);
  assert.is(left?.hasLeft, true);
});

suite('hears that its membership changed', async (context) => {
  const { stage, updates } = context;
  await chatOf(context);
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  await waitFor(() => updates.some((update) => update.type === 'chat' && update.streamId === stage.supergroup.id), {
    what: 'the chat update',
  });
});

suite('unmutes itself when it may', async (context) => {
  const { stage, assistant } = context;
  const call = await startedCall(context);
  await assistant.calls.join(call, payload(5), options);
  stage.world.changeParticipant(call.id, stage.assistant.id, { muted: true, canSelfUnmute: true });
  await assistant.calls.unmuteSelf(call, options);
  assert.is(stage.world.call(call.id)?.participants.get(stage.assistant.id)?.muted, false);
});

suite.run();
