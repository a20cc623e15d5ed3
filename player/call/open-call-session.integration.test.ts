import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { createMediaServer } from '../../sandbox/media/create-media-server.ts';
import type { MediaServer } from '../../sandbox/media/media-server.ts';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { type Assistant, connectAssistant } from '../assistant/assistant.ts';
import type { CallSession, CallStatus } from './call-session.ts';
import type { CallConnection, CallEngine } from './engine.ts';
import { selectEngines } from './engines/select-engines.ts';
import type { MediaLimits } from './media-watch.ts';
import { openCallSession } from './open-call-session.ts';
import { readAudience } from './read-audience.ts';

interface Context {
  stage: Stage;
  media: MediaServer;
  assistant: Assistant;
  heard: Heard;
  session: CallSession | null;
}

/** What a session told. */
interface Heard {
  readonly statuses: CallStatus[];
  readonly connections: (CallConnection | null)[];
  readonly counts: number[];
  readonly ended: string[];
  readonly rejoins: string[];
}

const suite = createSuite<Context>('call session');
const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
const { signal } = new AbortController();
/** Nothing changes for so long in a test that it may take as "it stays so". */
const quiet: Partial<MediaLimits> = { checkUpMs: 300, checkDownMs: 300 };

function open(context: Context, engine?: Partial<CallEngine>, limits: Partial<MediaLimits> = quiet): CallSession {
  const { assistant, stage, heard } = context;
  const native = selectEngines('native', { log }).first;
  const engines = { first: { ...native, ...engine }, fallback: engine === undefined ? null : native };
  context.session = openCallSession({
    assistant,
    engines,
    streamId: stage.supergroup.id,
    channels: 2,
    bitrateKbps: 128,
    assistantIds: () => new Set([stage.assistant.id]),
    listener: {
      onStatus: (status) => heard.statuses.push(status),
      onConnection: (connection) => heard.connections.push(connection),
      onListeners: ({ count }) => heard.counts.push(count),
      onRejoin: (cause) => heard.rejoins.push(cause),
      onEnded: (detail) => heard.ended.push(detail),
      onMigrated: () => undefined,
    },
    log,
    limits,
  });
  return context.session;
}

async function becomes(session: CallSession, state: CallStatus['state'], problem: CallStatus['problem'] = null) {
  await waitFor(() => session.status.state === state && session.status.problem === problem, {
    what: `${state}/${problem}, is ${session.status.state}/${session.status.problem}`,
  });
}

function callOf({ world, supergroup }: Stage) {
  const call = world.activeCall(supergroup.id);
  assert.ok(call, 'there is a call');
  return call as NonNullable<typeof call>;
}

/** Our source in the call as Telegram has it; undefined when we are not in it. */
function sourceOf(stage: Stage): number | undefined {
  return stage.world.activeCall(stage.supergroup.id)?.participants.get(stage.assistant.id)?.source;
}

suite.before.each(async (context) => {
  context.media = createMediaServer({ log });
  context.stage = await openStage({ media: context.media });
  const { stage } = context;
  const session = stage.mtproto.sessionStringFor(stage.assistant.id);
  context.assistant = await connectAssistant({
    apiId: 1,
    apiHash: 'h',
    session,
    address: stage.mtproto.address,
    log,
    signal,
  });
  context.heard = { statuses: [], connections: [], counts: [], ended: [], rejoins: [] };
  context.session = null;
});

suite.after.each(async ({ session, assistant, stage, media }) => {
  await session?.close();
  await assistant.close();
  await stage.close();
  await media.close();
});

suite('starts a call, joins it, is heard, and leaves', async (context) => {
  const { stage, media, heard } = context;
  const session = open(context);
  await becomes(session, 'live');
  const call = callOf(stage);
  assert.is(heard.connections.at(-1)?.ssrc, sourceOf(stage));
  heard.connections.at(-1)?.sendOpus(Buffer.from('fcfffe', 'hex'), 24);
  await waitFor(() => media.packets(call.id) > 0, { what: 'the packet' });
  await session.close();
  assert.is(sourceOf(stage), undefined);
  assert.is(stage.world.call(call.id)?.state, 'active', 'the call itself goes on');
});

suite('joins a call that runs already', async (context) => {
  const call = context.stage.world.startCall(context.stage.supergroup.id, context.stage.owner.id);
  await becomes(open(context), 'live');
  assert.is(callOf(context.stage).id, call.id);
});

suite('counts listeners: not itself, not the muted less, updates lost or not', async (context) => {
  const { stage, heard } = context;
  const call = stage.world.startCall(stage.supergroup.id, stage.owner.id);
  stage.world.joinCall(call.id, { userId: stage.owner.id, source: 0, muted: true, via: 'page' });
  const session = open(context);
  await waitFor(() => session.listeners?.count === 1, { what: 'the one who was there' });
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 0, muted: true, via: 'page' });
  await waitFor(() => session.listeners?.count === 2, { what: 'olga' });
  stage.world.leaveCall(call.id, stage.olga.id);
  await waitFor(() => session.listeners?.count === 1, { what: 'olga to be gone' });
  assert.equal(heard.counts, [1, 2, 1]);
  stage.faults.add({ kind: 'participants-updates-lost', count: 1 });
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 0, muted: true, via: 'page' });
  stage.world.changeParticipant(call.id, stage.owner.id, { muted: false });
  await waitFor(() => session.listeners?.count === 2, { what: 'the gap to be read over' });
});

suite('recounts without an update, and from outside while it is not in the call', async (context) => {
  const { stage, assistant } = context;
  const outside = () =>
    readAudience({ assistant, streamId: stage.supergroup.id, assistantIds: new Set([stage.assistant.id]), signal });
  assert.equal(await outside(), { count: 0, userIds: [] }, 'no call, nobody');
  const call = stage.world.startCall(stage.supergroup.id, stage.owner.id);
  stage.world.joinCall(call.id, { userId: stage.owner.id, source: 0, muted: true, via: 'page' });
  assert.equal(await outside(), { count: 1, userIds: [stage.owner.id] });
  const session = open(context);
  await becomes(session, 'live');
  stage.faults.add({ kind: 'participants-updates-lost', count: 1 });
  stage.world.joinCall(call.id, { userId: stage.olga.id, source: 0, muted: true, via: 'page' });
  assert.is((await session.recount())?.count, 2);
  assert.is(session.listeners?.count, 2, 'all else knows it from then on');
  assert.is((await outside())?.count, 2, 'we do not count');
});

suite('an assistant that is not in the chat cannot count', async ({ assistant }) => {
  const reading = { assistant, streamId: -1_009_999_999_999, assistantIds: new Set<number>(), signal };
  assert.is(await readAudience(reading), null);
});

suite('joins again with another source when Telegram has forgotten it', async (context) => {
  const { stage } = context;
  const session = open(context);
  await becomes(session, 'live');
  const before = sourceOf(stage);
  stage.faults.add({ kind: 'participants-updates-lost', seconds: 60 });
  stage.world.leaveCall(callOf(stage).id, stage.assistant.id);
  await waitFor(() => sourceOf(stage) !== undefined, { what: 'the rejoin' });
  await becomes(session, 'live');
  assert.is.not(sourceOf(stage), before);
});

suite('follows to the new call when the old one was ended and another started', async (context) => {
  const { stage } = context;
  const session = open(context);
  await becomes(session, 'live');
  const old = callOf(stage);
  stage.world.discardCall(old.id);
  await becomes(session, 'rejoining');
  assert.is(
    stage.world.activeCall(stage.supergroup.id),
    undefined,
    'it does not start one against an administrator’s will',
  );
  const fresh = stage.world.startCall(stage.supergroup.id, stage.owner.id);
  await becomes(session, 'live');
  assert.ok(fresh.participants.has(stage.assistant.id));
});

suite('pauses while an administrator has muted it, and unmutes itself when it may', async (context) => {
  const { stage } = context;
  const session = open(context);
  await becomes(session, 'live');
  const { id } = callOf(stage);
  stage.world.changeParticipant(id, stage.assistant.id, { muted: true, canSelfUnmute: false });
  await becomes(session, 'blocked', 'may-not-speak');
  stage.world.changeParticipant(id, stage.assistant.id, { canSelfUnmute: true });
  await becomes(session, 'live');
  await waitFor(() => stage.world.call(id)?.participants.get(stage.assistant.id)?.muted === false, {
    what: 'the unmute',
  });
});

suite('says that it may not speak when it can only watch, and joins when it may', async (context) => {
  const { stage } = context;
  stage.faults.add({ kind: 'stream-mode', count: 1 });
  const session = open(context);
  await becomes(session, 'blocked', 'may-not-speak');
  stage.world.changeParticipant(callOf(stage).id, stage.assistant.id, { canSelfUnmute: true });
  await becomes(session, 'live');
  await waitFor(() => !callOf(stage).participants.get(stage.assistant.id)?.muted, {
    what: 'the unmute',
  });
});

for (const signalKind of ['chat', 'participant', 'both'] as const) {
  suite(`being put out of the chat ends it, told by the ${signalKind} signal`, async (context) => {
    const { stage, heard } = context;
    const session = open(context);
    await becomes(session, 'live');
    stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, signalKind);
    await becomes(session, 'off');
    assert.equal(heard.ended, ['assistant-kicked']);
    assert.is(heard.connections.at(-1), null);
  });
}

suite('an assistant that is banned from the beginning waits until it is let in', async (context) => {
  const { stage } = context;
  stage.world.kick(stage.supergroup.id, stage.assistant.id, stage.owner.id, 'both');
  const session = open(context);
  await becomes(session, 'blocked', 'assistant-banned');
  stage.world.setMember(stage.supergroup.id, stage.assistant.id, { status: 'member' }, stage.owner.id);
  // Let in as anybody: it may join a call, not start one.
  stage.world.startCall(stage.supergroup.id, stage.owner.id);
  session.retry();
  await becomes(session, 'live');
});

suite('gives way to another session of the account', async (context) => {
  const { stage } = context;
  const session = open(context);
  await becomes(session, 'live');
  const { id } = callOf(stage);
  stage.world.joinCall(id, { userId: stage.assistant.id, source: 4_242, muted: false, via: 'mtproto' });
  await becomes(session, 'blocked', 'displaced');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.is(sourceOf(stage), 4_242, 'it does not fight');
  session.retry();
  await becomes(session, 'live');
});

suite('says what is missing: the chat, the right, the start of a scheduled call', async (context) => {
  const { stage, assistant } = context;
  const { world, supergroup, owner } = stage;
  world.setMember(supergroup.id, stage.assistant.id, { status: 'left' }, owner.id);
  const session = open(context);
  await becomes(session, 'blocked', 'assistant-missing');
  world.setMember(supergroup.id, stage.assistant.id, { status: 'member' }, owner.id);
  await becomes(session, 'blocked', 'may-not-start-call');
  world.startCall(supergroup.id, owner.id, { scheduled: true });
  session.retry();
  await becomes(session, 'blocked', 'call-scheduled');
  world.startCall(supergroup.id, owner.id);
  await becomes(session, 'live');
  assert.is(assistant.isConnected, true);
});

suite('keeps its sound while Telegram is away, and is there when it returns', async (context) => {
  const { stage, heard, assistant } = context;
  const session = open(context);
  await becomes(session, 'live');
  const source = sourceOf(stage);
  stage.faults.add({ kind: 'mtproto-down', seconds: 60 });
  await waitFor(() => !assistant.isConnected, { what: 'the line to break' });
  assert.is(session.status.state, 'live');
  assert.is(heard.connections.at(-1)?.state, 'connected');
  stage.faults.clear();
  await waitFor(() => assistant.isConnected, { what: 'the line to return' });
  assert.is(sourceOf(stage), source);
});

suite('waits as long as Telegram asks before it joins', async (context) => {
  context.stage.faults.add({ kind: 'flood-wait', method: 'phone.joinGroupCall', seconds: 1, count: 1 });
  const startedAt = performance.now();
  await becomes(open(context), 'live');
  assert.ok(performance.now() - startedAt >= 1_000);
});

suite('joins again when the media connection breaks for good', async (context) => {
  const { stage, media, heard } = context;
  const session = open(context, undefined, { ...quiet, silenceMs: 1_000, firstAnswerMs: 3_000 });
  await becomes(session, 'live');
  const before = sourceOf(stage);
  media.leave(callOf(stage).id, stage.assistant.id);
  await waitFor(() => sourceOf(stage) !== before, { what: 'the rejoin', timeoutMs: 30_000 });
  await becomes(session, 'live');
  assert.is(heard.connections.at(-1)?.ssrc, sourceOf(stage));
});

suite('falls back to the other engine when the first never connects', async (context) => {
  const { first } = selectEngines('native', { log });
  const dead: Partial<CallEngine> = {
    kind: 'tgcalls',
    connect: (options) =>
      first.connect({
        ...options,
        // Nobody answers at these candidates.
        negotiate: async (payload) => ({ ...(await options.negotiate(payload)), candidates: [] }),
      }),
  };
  const session = open(context, dead, { ...quiet, connectMs: 800, checkDownMs: 60_000 });
  assert.is(session.status.engine, 'tgcalls');
  await becomes(session, 'live');
  assert.is(session.status.engine, 'native');
});

suite.run();
