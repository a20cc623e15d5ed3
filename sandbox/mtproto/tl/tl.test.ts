import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BinaryReader } from 'telegram/extensions/index.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chat, ChatType, MemberStatus } from '../../world/model.ts';
import { createWorld, type World } from '../../world/world.ts';
import { toGroupCall, toParticipant } from './calls.ts';
import { bareId, markChannel, toChannelParticipant, toChat, toChatFull, toPeer } from './chats.ts';
import { fileReference, toMessage } from './messages.ts';
import { toUser, toUsers } from './users.ts';

interface Context {
  folder: string;
  world: World;
}

const test = suite<Context>('tl');
const viewer = 1;
const other = 2;

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'efir-tl-'));
  context.world = createWorld({ folder: context.folder });
  context.world.addUser({ id: viewer, firstName: 'Me', phone: '15550001', languageCode: 'en' });
  context.world.addUser({ id: other, firstName: 'Bot', isBot: true, phone: '15550002' });
});
test.after.each(({ world, folder }) => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The object as a client reads it: the optional fields share bits, so writing and reading is where mistakes show. */
function sent<T extends { getBytes(): Buffer }>(object: T): T {
  const bytes = object.getBytes();
  const reader = new BinaryReader(bytes);
  const read = reader.tgReadObject() as T;
  assert.is(reader.tellPosition(), bytes.length, 'nothing is left over');
  return read;
}

function addChat(world: World, type: ChatType, status: MemberStatus = 'administrator'): Chat {
  return world.addChat({ type, title: 'Room', members: [{ userId: viewer, status }] });
}

test('ids lose their mark, and get it back', ({ world }) => {
  const supergroup = addChat(world, 'supergroup');
  assert.is(markChannel(bareId(supergroup)), supergroup.id);
  assert.instance(toPeer(supergroup), Api.PeerChannel);
  const group = addChat(world, 'group');
  assert.is(-bareId(group), group.id);
  assert.instance(toPeer(group), Api.PeerChat);
});

for (const status of ['creator', 'administrator', 'member', 'left', 'kicked'] as const) {
  for (const type of ['supergroup', 'channel', 'group'] as const) {
    test(`a ${type} as its ${status} sees it`, ({ world }) => {
      const chat = addChat(world, type, status);
      const shown = sent(toChat(world, chat, viewer));
      const isForbidden = shown instanceof Api.ChannelForbidden || shown instanceof Api.ChatForbidden;
      assert.is(isForbidden, status === 'kicked');
      if (!(shown instanceof Api.Channel || shown instanceof Api.Chat)) return;
      assert.is(shown.title, 'Room');
      assert.is(shown.left, status === 'left');
      assert.is(shown.creator, status === 'creator');
      assert.is(shown.adminRights?.manageCall, status === 'creator' || status === 'administrator' ? true : undefined);
    });
  }
}

test('full chats carry the call while it is open', ({ world }) => {
  for (const type of ['supergroup', 'group'] as const) {
    const chat = addChat(world, type);
    const call = () => (sent(toChatFull(world, chat, viewer)).fullChat as Api.ChannelFull).call;
    assert.not.ok(call());
    const { id } = world.startCall(chat.id, viewer);
    assert.is(String((call() as Api.InputGroupCall).id), id);
    world.discardCall(id);
    assert.not.ok(call());
  }
});

for (const status of ['creator', 'administrator', 'member', 'restricted', 'kicked'] as const) {
  test(`a membership of status ${status}, one's own and another's`, ({ world }) => {
    const chat = addChat(world, 'supergroup');
    for (const userId of [viewer, other]) {
      const member = world.setMember(chat.id, userId, { status }, viewer);
      const shown = sent(toChannelParticipant(chat, member, viewer));
      const id = shown instanceof Api.ChannelParticipantBanned ? (shown.peer as Api.PeerUser).userId : null;
      assert.is(String(id ?? ('userId' in shown && shown.userId)), String(userId));
    }
  });
}

test('a call: active, scheduled, discarded', ({ world }) => {
  const chat = addChat(world, 'supergroup');
  const scheduled = world.startCall(chat.id, viewer, { scheduled: true });
  assert.ok((sent(toGroupCall(world, scheduled, viewer)) as Api.GroupCall).scheduleDate);
  const call = world.startCall(chat.id, viewer, { title: 'Jazz' });
  const shown = sent(toGroupCall(world, call, viewer)) as Api.GroupCall;
  assert.equal([shown.title, shown.scheduleDate, shown.canChangeJoinMuted], ['Jazz', null, true]);
  world.discardCall(call.id);
  assert.instance(sent(toGroupCall(world, call, viewer)), Api.GroupCallDiscarded);
});

test('a participant: whether they may unmute is said only of who is muted', () => {
  const participant = {
    userId: viewer,
    source: -7,
    muted: false,
    canSelfUnmute: true,
    date: 5,
    via: 'mtproto',
  } as const;
  const speaking = sent(toParticipant(participant, viewer, 'joined'));
  assert.equal(
    [speaking.self, speaking.canSelfUnmute, speaking.justJoined, speaking.versioned],
    [true, false, true, true],
  );
  assert.is(speaking.source, -7);
  const muted = sent(toParticipant({ ...participant, muted: true, volume: 5000 }, other));
  assert.equal([muted.self, muted.canSelfUnmute, muted.versioned, muted.volume], [false, true, false, 5000]);
});

test('a user: a number is for oneself, an access hash for one viewer', ({ world }) => {
  const me = sent(toUser(world, world.user(viewer)!, viewer));
  assert.equal([me.self, me.bot, me.phone, me.langCode], [true, false, '15550001', 'en']);
  const bot = sent(toUser(world, world.user(other)!, viewer));
  assert.equal([bot.self, bot.bot, bot.phone], [false, true, null]);
  assert.not.equal(String(bot.accessHash), String(toUser(world, world.user(other)!, other).accessHash));
  assert.equal(toUsers(world, [viewer, viewer, 99], viewer).length, 1);
});

for (const kind of ['audio', 'voice', 'video', 'video_note', 'document'] as const) {
  test(`a message with a file of kind ${kind}`, async ({ world }) => {
    const chat = addChat(world, 'supergroup');
    const about = { kind, durationSec: 61.6, fileName: 'a.bin', title: 'A', performer: 'B' };
    const media = await world.addFile(Buffer.alloc(10), about);
    const message = world.postMessage({ chatId: chat.id, fromId: viewer, media, caption: 'listen', replyTo: 1 });
    const shown = sent(toMessage(world, chat, message.messageId, message, viewer)) as Api.Message;
    assert.equal([shown.message, shown.out, shown.replyTo?.className], ['listen', true, 'MessageReplyHeader']);
    const document = (shown.media as Api.MessageMediaDocument).document as Api.Document;
    assert.ok(document.fileReference.equals(fileReference(media)));
    const names = document.attributes.map(({ className }) => className.replace('DocumentAttribute', ''));
    const isNamed = kind === 'audio' || kind === 'video' || kind === 'document';
    const what = { audio: ['Audio'], voice: ['Audio'], video: ['Video'], video_note: ['Video'], document: [] }[kind];
    assert.equal(names, [...what, ...(isNamed ? ['Filename'] : [])]);
  });
}

test.run();
