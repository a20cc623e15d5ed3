import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { openStage, type Stage } from '../../sandbox/mtproto/fixtures/mtproto-stage.ts';
import { createSilentMediaServer } from '../../sandbox/mtproto/fixtures/silent-media-server.ts';
import { inviteUrl } from '../../sandbox/world/invites.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { type Assistant, connectAssistant } from './assistant.ts';
import type { CallRef } from './group-calls.ts';
import type { ChatRef } from './known-chats.ts';
import type { AssistantUpdate } from './updates.ts';

const suite = createSuite<{ stage: Stage; assistant: Assistant; updates: AssistantUpdate[] }>('assistant line');
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

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
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

suite('comes in by an invite link and can address the chat then', async ({ stage, assistant }) => {
  const { world, owner } = stage;
  const room = world.addChat({
    type: 'supergroup',
    title: 'Other',
    members: [{ userId: owner.id, status: 'creator' }],
  });
  const link = inviteUrl(world.createInviteLink(room.id, owner.id));
  assert.is((await assistant.findChat(room.id, options)).type, 'missing');
  assert.is(await assistant.importInvite(link, options), 'joined');
  assert.is((await assistant.findChat(room.id, options)).type, 'found');
  assert.is(await assistant.importInvite(link, options), 'already-in');
  assert.is(await assistant.importInvite('https://t.me/+nosuchhash', options), 'expired');
  assert.is(await assistant.importInvite('not a link', options), 'expired');
});

suite('asks to be let in where that is needed', async ({ stage, assistant }) => {
  const { world, owner } = stage;
  const room = world.addChat({
    type: 'supergroup',
    title: 'Closed',
    members: [{ userId: owner.id, status: 'creator' }],
  });
  const link = inviteUrl(world.createInviteLink(room.id, owner.id, { createsJoinRequest: true }));
  assert.is(await assistant.importInvite(link, options), 'requested');
  world.answerJoinRequest(room.id, stage.assistant.id, true, owner.id);
  await waitFor(async () => (await assistant.findChat(room.id, options)).type === 'found', { what: 'the membership' });
});

suite('downloads a file of several chunks, byte for byte', async ({ stage, assistant }) => {
  const bytes = randomBytes(3_500_001);
  const media = await stage.world.addFile(bytes, { kind: 'audio', fileName: 'a.mp3', mime: 'audio/mpeg' });
  const { messageId } = stage.world.postMessage({ chatId: stage.supergroup.id, fromId: stage.olga.id, media });
  const stream = await assistant.download(stage.supergroup.id, messageId, signal);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.ok(Buffer.concat(chunks).equals(bytes));
});

suite('says when a message holds no file, or the chat is out of reach', async ({ stage, assistant }) => {
  const { messageId } = stage.world.postMessage({ chatId: stage.supergroup.id, fromId: stage.olga.id, text: 'hello' });
  assert.is(await codeOf(assistant.download(stage.supergroup.id, messageId, signal)), 'source-failed');
  assert.is(await codeOf(assistant.download(-1_001_111_111_111, 1, signal)), 'chat-unreachable');
});

suite('waits out a short flood and reports a long one', async (context) => {
  const { stage, assistant } = context;
  const call = await startedCall(context);
  await assistant.calls.join(call, payload(5), options);
  stage.faults.add({ kind: 'flood-wait', method: 'phone.checkGroupCall', seconds: 1, count: 1 });
  assert.is(await assistant.calls.check(call, 5, options), 'joined');
  stage.faults.add({ kind: 'flood-wait', method: 'phone.joinGroupCall', seconds: 1, count: 1 });
  try {
    await assistant.calls.join(call, payload(6), options);
    assert.unreachable('a join does not wait by itself');
  } catch (error) {
    assert.instance(error, AppError);
    assert.is((error as AppError).code, 'flood-wait');
    assert.ok(((error as AppError).retryAfterMs ?? 0) >= 1_000);
  }
});

suite('comes back by itself when the line breaks, and tells of both', async ({ stage, assistant, updates }) => {
  stage.faults.add({ kind: 'mtproto-drop', count: 1 });
  const lines = () => updates.flatMap((update) => (update.type === 'connection' ? [update.isConnected] : []));
  await waitFor(() => lines().join() === 'false,true', { what: 'the line to break and come back' });
  assert.is(assistant.isConnected, true);
  assert.is((await assistant.findChat(stage.supergroup.id, options)).type, 'found');
});

suite('refuses requests while the line is down, and waits for Telegram to return', async ({ stage, assistant }) => {
  stage.faults.add({ kind: 'mtproto-down', seconds: 60 });
  await waitFor(() => !assistant.isConnected, { what: 'the line to break' });
  assert.is(await codeOf(assistant.findChat(stage.supergroup.id, options)), 'telegram-unavailable');
  stage.faults.clear();
  await waitFor(() => assistant.isConnected, { what: 'the line to return' });
});

suite('an aborted request ends at once', async (context) => {
  const stop = new AbortController();
  stop.abort();
  assert.is(await codeOf(context.assistant.findChat(context.stage.supergroup.id, { signal: stop.signal })), 'aborted');
});

suite('a session that is no session is a mistake of configuration', async ({ stage }) => {
  assert.is(await codeOf(open(stage, 'nonsense')), 'config-invalid');
});

suite('stops waiting for Telegram when told to', async ({ stage }) => {
  const stop = new AbortController();
  const session = stage.mtproto.sessionStringFor(stage.olga.id);
  stage.faults.add({ kind: 'mtproto-down', seconds: 60 });
  const connecting = codeOf(open(stage, session, stop.signal));
  setTimeout(() => stop.abort(), 100);
  assert.is(await connecting, 'aborted');
});

suite('closes quickly', async ({ stage }) => {
  const other = await open(stage, stage.mtproto.sessionStringFor(stage.olga.id));
  const startedAt = performance.now();
  await other.close();
  assert.ok(performance.now() - startedAt < 1_000);
});

suite.run();
