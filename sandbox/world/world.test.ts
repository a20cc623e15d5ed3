import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { Chat } from './model.ts';
import { createWorld, type World } from './world.ts';

interface Context {
  folder: string;
  world: World;
  chat: Chat;
  /** What happened, a line each. */
  seen: string[];
}

const test = suite<Context>('world');
const owner = 1;
const assistant = 2;
const listener = 3;

test.before.each(async (context) => {
  context.folder = await makeTemporaryFolder();
  const world = createWorld({ folder: context.folder, nowMs: () => 1_790_000_000_000 });
  world.addUser({ id: owner, firstName: 'Owner', username: 'Owner' });
  world.addUser({ id: assistant, firstName: 'Assistant', isAssistant: true });
  world.addUser({ id: listener, firstName: 'Listener' });
  context.world = world;
  context.chat = world.addChat({
    type: 'supergroup',
    title: 'Room',
    username: 'the_room',
    members: [
      { userId: owner, status: 'creator' },
      { userId: assistant, status: 'administrator' },
      { userId: listener, status: 'member' },
    ],
  });
  context.seen = [];
  world.events.on('participant', (_call, { userId }, change, version, hiddenFrom) => {
    context.seen.push(`${change} ${userId} v${version}${hiddenFrom === undefined ? '' : ` hidden from ${hiddenFrom}`}`);
  });
  world.events.on('member', (_chat, before, after, by, hiddenFrom) => {
    const hidden = hiddenFrom === undefined ? '' : ` hidden from ${hiddenFrom}`;
    context.seen.push(`${after.userId} ${before?.status ?? 'absent'} → ${after.status} by ${by}${hidden}`);
  });
});
test.after.each(({ world, folder }) => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

const enter = (world: World, callId: string, userId: number, source = 0) =>
  world.joinCall(callId, { userId, source, muted: false, via: source === 0 ? 'control' : 'mtproto' });

test('usernames are found whatever their case', ({ world, chat }) => {
  assert.is(world.findUserByUsername('OWNER')?.id, owner);
  assert.is(world.findChatByUsername('The_Room')?.id, chat.id);
  assert.is(world.findUserByUsername('nobody'), undefined);
});

test('ids are marked as Telegram marks them', ({ world, chat }) => {
  assert.match(String(chat.id), /^-100\d{10}$/);
  const members = [{ userId: owner, status: 'creator' }] as const;
  assert.match(String(world.addChat({ type: 'group', title: 'G', members }).id), /^-\d{10}$/);
  assert.is(world.addChat({ type: 'private', members }).id, owner);
});

test('access hashes differ for every viewer and peer, and stay', ({ world }) => {
  const hash = world.accessHash(owner, { type: 'user', id: listener });
  assert.match(hash, /^\d{1,19}$/);
  assert.is(world.accessHash(owner, { type: 'user', id: listener }), hash);
  assert.is.not(world.accessHash(assistant, { type: 'user', id: listener }), hash);
  assert.is.not(world.accessHash(owner, { type: 'chat', id: listener }), hash);
});

test('every change of a participant counts the version up by one', ({ world, chat, seen }) => {
  const call = world.startCall(chat.id, owner);
  assert.is(call.version, 1);
  enter(world, call.id, listener);
  world.changeParticipant(call.id, listener, { volume: 5000 });
  world.leaveCall(call.id, listener);
  assert.not(world.leaveCall(call.id, listener), 'who is gone cannot leave');
  assert.equal(seen, [`joined ${listener} v2`, `changed ${listener} v3`, `left ${listener} v4`]);
  assert.is(call.state, 'active', 'an emptied call lives on');
});

test('a second join of the same user replaces the source', ({ world, chat, seen }) => {
  const call = world.startCall(chat.id, owner);
  enter(world, call.id, assistant, 11);
  enter(world, call.id, assistant, 12);
  assert.is(call.participants.size, 1);
  assert.is(call.participants.get(assistant)?.source, 12);
  assert.equal(seen, [`joined ${assistant} v2`, `changed ${assistant} v3`]);
});

test("an admin's mute outlives a rejoin; can_self_unmute means something together with muted only", ({
  world,
  chat,
}) => {
  const call = world.startCall(chat.id, owner);
  enter(world, call.id, assistant, 11);
  world.changeParticipant(call.id, assistant, { muted: true, canSelfUnmute: false });
  const again = enter(world, call.id, assistant, 12);
  assert.ok(again.muted);
  assert.not(again.canSelfUnmute);
  world.changeParticipant(call.id, assistant, { canSelfUnmute: true });
  assert.ok(again.muted, 'the release does not unmute');
  world.changeParticipant(call.id, assistant, { muted: false, canSelfUnmute: false });
  assert.ok(again.canSelfUnmute);
});

test('a new call has a new id, the discarded one stays known', ({ world, chat }) => {
  const first = world.startCall(chat.id, owner);
  assert.throws(() => world.startCall(chat.id, owner), /already/);
  world.discardCall(first.id, owner);
  const second = world.startCall(chat.id, owner);
  assert.is.not(second.id, first.id);
  assert.is(world.call(first.id)?.state, 'discarded');
  assert.is(world.activeCall(chat.id)?.id, second.id);
  assert.throws(() => enter(world, first.id, listener), /not active/);
});

test('a discarded call lets nobody leave one by one', ({ world, chat, seen }) => {
  const call = world.startCall(chat.id, owner);
  enter(world, call.id, listener);
  world.discardCall(call.id);
  world.discardCall(call.id);
  assert.equal(seen, [`joined ${listener} v2`]);
  assert.is(call.participants.size, 0);
});

test('a scheduled call does not start by itself, and starts as the same call', ({ world, chat }) => {
  const scheduled = world.startCall(chat.id, owner, { scheduled: true });
  assert.is(scheduled.state, 'scheduled');
  assert.throws(() => enter(world, scheduled.id, listener), /not active/);
  assert.is(world.startCall(chat.id, owner).id, scheduled.id);
  assert.is(scheduled.state, 'active');
});

test('service messages tell of calls and members', ({ world, chat }) => {
  const call = world.startCall(chat.id, owner);
  world.discardCall(call.id, owner);
  world.setMember(chat.id, listener, { status: 'left' }, listener);
  assert.equal(
    world.messages(chat.id).map(({ service }) => service),
    [{ video_chat_started: {} }, { video_chat_ended: { duration: 0 } }, { left_chat_member: listener }],
  );
});

test('a kick takes out of chat and call; its signals come together or singly', ({ world, chat, seen }) => {
  const call = world.startCall(chat.id, owner);
  for (const [signal, expected] of [
    ['both', [`${assistant} administrator → kicked by ${owner}`, `left ${assistant} v3`]],
    ['chat', [`${assistant} administrator → kicked by ${owner}`, `left ${assistant} v5 hidden from ${assistant}`]],
    [
      'participant',
      [`${assistant} administrator → kicked by ${owner} hidden from ${assistant}`, `left ${assistant} v7`],
    ],
  ] as const) {
    world.setMember(chat.id, assistant, { status: 'administrator' }, owner);
    enter(world, call.id, assistant, 7);
    seen.length = 0;
    world.kick(chat.id, assistant, owner, signal);
    assert.equal(seen, expected, signal);
    assert.is(world.member(chat.id, assistant)?.status, 'kicked');
  }
});

test('a group becomes a supergroup: the same call goes on under the new chat', ({ world }) => {
  const group = world.addChat({ type: 'group', title: 'G', members: [{ userId: owner, status: 'creator' }] });
  const call = world.startCall(group.id, owner);
  const supergroup = world.migrateChat(group.id, owner);
  assert.is(world.activeCall(supergroup.id)?.id, call.id);
  assert.is(world.activeCall(group.id), undefined);
  assert.is(group.migratedTo, supergroup.id);
  assert.equal(world.messages(group.id).at(-1)?.service, { migrate_to_chat_id: supergroup.id });
  assert.equal(world.messages(supergroup.id).at(-1)?.service, { migrate_from_chat_id: group.id });
  assert.is(world.member(supergroup.id, owner)?.status, 'creator');
});

test('a chat is deleted: everybody is out of it and of its call', ({ world, chat }) => {
  const call = world.startCall(chat.id, owner);
  const told: number[][] = [];
  world.events.on('chatDeleted', (_, userIds) => told.push([...userIds].sort()));
  world.deleteChat(chat.id);
  assert.equal(world.members(chat.id), []);
  assert.is(world.call(call.id)?.state, 'discarded');
  assert.is(told.length, 1);
  assert.ok(told[0]?.includes(owner) && told[0].includes(assistant), 'all who were in it are told');
});

test('rights: a creator has all, an administrator those given, a member none', ({ world, chat }) => {
  assert.ok(world.member(chat.id, owner)?.canPromoteMembers);
  assert.not(world.member(chat.id, assistant)?.canPromoteMembers);
  assert.ok(world.member(chat.id, assistant)?.canManageVideoChats);
  world.setMember(chat.id, assistant, { canManageVideoChats: false }, owner);
  assert.not(world.member(chat.id, assistant)?.canManageVideoChats);
  assert.ok(world.member(chat.id, assistant)?.canInviteUsers, 'other rights stay');
  world.setMember(chat.id, assistant, { status: 'member' }, owner);
  assert.not(world.member(chat.id, assistant)?.canInviteUsers);
});

test('messages: edits count, deleted ones stay known, replies in supergroups form threads', ({ world, chat }) => {
  const first = world.postMessage({ chatId: chat.id, fromId: owner, text: 'a' });
  const second = world.postMessage({ chatId: chat.id, fromId: owner, text: 'b', replyTo: first.messageId });
  const third = world.postMessage({ chatId: chat.id, fromId: owner, text: 'c', replyTo: second.messageId });
  assert.is(second.threadId, first.messageId);
  assert.is(third.threadId, first.messageId);
  world.editMessage(chat.id, first.messageId, { text: '/play' });
  assert.is(first.editCount, 1);
  assert.equal(first.entities, [{ type: 'bot_command', offset: 0, length: 5 }]);
  assert.ok(world.deleteMessage(chat.id, first.messageId));
  assert.not(world.deleteMessage(chat.id, first.messageId));
  assert.is(world.editMessage(chat.id, first.messageId, { text: 'x' }), undefined);
  assert.ok(world.message(chat.id, first.messageId)?.deleted);
  assert.throws(() => world.postMessage({ chatId: -1, fromId: owner, text: 'a' }), /no chat -1/);
});

test('files are copied; a voice message carries no name', async ({ world, folder }) => {
  const source = join(folder, 'source.mp3');
  writeFileSync(source, 'first');
  const media = await world.addFile(source, { kind: 'audio', title: 'T' });
  writeFileSync(source, 'changed');
  assert.is(readFileSync(media.path, 'utf8'), 'first');
  assert.is(media.mime, 'audio/mpeg');
  assert.is(media.fileName, 'source.mp3');
  assert.is(media.sizeBytes, 5);
  assert.is(world.file(media.documentId), media);
  const voice = await world.addFile(Buffer.from('x'), { kind: 'voice', fileName: 'v.ogg' });
  assert.is(voice.fileName, undefined);
});

test('the world outlives a restart, without those who had media', async ({ world, chat, folder }) => {
  const call = world.startCall(chat.id, owner, { title: 'Night' });
  enter(world, call.id, assistant, 9);
  enter(world, call.id, listener);
  const invite = world.createInviteLink(chat.id, owner);
  const { documentId } = await world.addFile(Buffer.from('abc'), { kind: 'document', fileName: 'a.txt' });
  world.postMessage({ chatId: chat.id, fromId: owner, text: 'kept' });
  const secret = world.deriveSecret('bot-token');
  const versionBefore = call.version;
  world.close();
  const again = createWorld({ folder });
  try {
    assert.ok(again.isRestored);
    assert.is(again.messages(chat.id).at(-1)?.text, 'kept');
    assert.equal([...(again.activeCall(chat.id)?.participants.keys() ?? [])], [listener]);
    assert.is(again.activeCall(chat.id)?.version, versionBefore + 1);
    assert.is(again.findInvite(invite.hash)?.chatId, chat.id);
    assert.is(again.file(documentId)?.sizeBytes, 3);
    assert.is(again.deriveSecret('bot-token'), secret);
    const next = again.postMessage({ chatId: chat.id, fromId: owner, text: 'next' });
    assert.is(next.messageId, (again.message(chat.id, next.messageId - 1)?.messageId ?? 0) + 1);
    assert.is.not(again.addUser({ firstName: 'New' }).id, owner);
  } finally {
    again.close();
  }
});

test('changes reach the disk by themselves, readable by nobody else', async ({ world, chat, folder }) => {
  const path = join(folder, 'world.json');
  world.postMessage({ chatId: chat.id, fromId: owner, text: 'on its way' });
  const isThere = () => existsSync(path) && readFileSync(path, 'utf8').includes('on its way');
  await waitFor(isThere, { what: 'the file' });
  assert.is(statSync(path).mode & 0o077, 0);
});

test('a damaged file is not taken for an empty world', ({ folder }) => {
  writeFileSync(join(folder, 'world.json'), '{"format":1,');
  assert.throws(() => createWorld({ folder }), /JSON/);
});

test.run();
