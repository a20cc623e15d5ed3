import { leaveParticipant, openCallOf } from './calls.ts';
import { nowSec, requireChat, type WorldCore } from './core.ts';
import { appendMessage } from './messages.ts';
import type { Chat, ChatType, Member, MemberStatus } from './model.ts';
import { isInside, newMember } from './rights.ts';

/** A change of a membership. */
export type MemberPatch = Partial<Omit<Member, 'userId'>>;

/** A member of a new chat. Rights that are not given follow from the status (rights.ts). */
export type NewMember = MemberPatch & { readonly userId: number; readonly status: MemberStatus };

/** A new chat; without `id` one is chosen. A private chat has its user's id and that one member. */
export interface NewChat {
  readonly id?: number;
  readonly type: ChatType;
  readonly title?: string;
  readonly username?: string;
  readonly members: readonly NewMember[];
}

/** `chat`: only a forbidden chat is pushed to the one who is kicked; `participant`: only that they left the call. */
export type KickSignal = 'chat' | 'participant' | 'both';

/** The chats of the world and who is in them. */
export interface Chats {
  addChat(chat: NewChat): Chat;
  chat(id: number): Chat | undefined;
  chats(): Chat[];
  /** Without `@`, whatever the case. */
  findChatByUsername(username: string): Chat | undefined;
  /** The membership, `left` and `kicked` ones included; undefined for who was never there. */
  member(chatId: number, userId: number): Member | undefined;
  /** Who is in the chat now. */
  members(chatId: number): Member[];
  /**
   * Changes a membership; who leaves the chat leaves its call too. Rights are not asked: the doors do that. `hiddenFrom`: whose own
   * client does not hear of the membership (`member`) or of leaving the call (`participant`).
   */
  setMember(
    chatId: number,
    userId: number,
    patch: MemberPatch,
    by: number,
    hidden?: { readonly member?: number; readonly participant?: number },
  ): Member;
  /** Kicks from chat and call; the two signals to the one kicked come together or singly. */
  kick(chatId: number, userId: number, by: number, signal: KickSignal): void;
  /** A group becomes a supergroup: same members, the same call goes on under the new chat. Returns the supergroup. */
  migrateChat(chatId: number, by: number): Chat;
  /** Its owner deletes it: everybody is out of it and of its call at once. */
  deleteChat(chatId: number): void;
}

/** The part of the world that knows chats and members. */
export function createChats(core: WorldCore): Chats {
  const all = () => [...core.chats.values()];
  // The one way in which memberships change, so that nothing is forgotten: service message, event, call.
  const setMember: Chats['setMember'] = (chatId, userId, patch, by, hidden = {}) => {
    const chat = requireChat(core, chatId);
    const before = chat.members[userId] ?? null;
    // A new status begins with its usual rights; without one, the rights given change and the others stay.
    const base = before !== null && (patch.status === undefined || patch.status === before.status);
    const after = base
      ? { ...before, ...patch }
      : newMember({ userId, ...patch, status: patch.status ?? before?.status ?? 'member' });
    chat.members[userId] = after;
    announceMove(core, chat, before, after, by);
    core.events.emit('member', chat, before, after, by, hidden.member);
    const call = openCallOf(core, chatId);
    if (call !== undefined && !isInside(after)) leaveParticipant(core, call, userId, hidden.participant);
    core.changed();
    return after;
  };
  return {
    addChat: (given) => addChat(core, given),
    chat: (id) => core.chats.get(id),
    chats: all,
    findChatByUsername: (username) => all().find((chat) => chat.username?.toLowerCase() === username.toLowerCase()),
    member: (chatId, userId) => core.chats.get(chatId)?.members[userId],
    members: (chatId) => Object.values(core.chats.get(chatId)?.members ?? {}).filter(isInside),
    setMember,
    kick: (chatId, userId, by, signal) => {
      setMember(chatId, userId, { status: 'kicked' }, by, {
        ...(signal === 'participant' ? { member: userId } : {}),
        ...(signal === 'chat' ? { participant: userId } : {}),
      });
    },
    migrateChat: (chatId, by) => migrateChat(core, requireChat(core, chatId), by),
    deleteChat: (chatId) => deleteChat(core, requireChat(core, chatId)),
  };
}

/** Everybody in a new chat is told as if they had just been added; there are no service messages. */
function addChat(core: WorldCore, given: NewChat): Chat {
  const id = given.id ?? newChatId(core, given);
  const members = Object.fromEntries(given.members.map((member) => [member.userId, newMember(member)]));
  const chat: Chat = { id, type: given.type, members, nextMessageId: 1 };
  if (given.title !== undefined) chat.title = given.title;
  if (given.username !== undefined) chat.username = given.username;
  core.chats.set(id, chat);
  core.messages.set(id, new Map());
  const creator = given.members.find((member) => member.status === 'creator') ?? given.members[0];
  for (const member of Object.values(members)) {
    if (given.type !== 'private') core.events.emit('member', chat, null, member, creator?.userId ?? member.userId);
  }
  core.changed();
  return chat;
}

/** Marked as the Bot API marks them: private = the user's id, group −n, others −100…n. */
function newChatId(core: WorldCore, given: NewChat): number {
  if (given.type === 'private') {
    const [user] = given.members;
    if (user === undefined) throw new RangeError('A private chat needs its user as the one member.');
    return user.userId;
  }
  const bare = core.counters.chat++;
  return given.type === 'group' ? -bare : -1_000_000_000_000 - bare;
}

/** Telegram's service messages about who came and went. */
function announceMove(core: WorldCore, chat: Chat, before: Member | null, after: Member, by: number): void {
  if (chat.type !== 'group' && chat.type !== 'supergroup') return;
  const wasInside = before !== null && isInside(before);
  if (wasInside === isInside(after)) return;
  const service = wasInside ? { left_chat_member: after.userId } : { new_chat_members: [after.userId] };
  const isOwnDoing = by === after.userId || !core.users.has(by);
  appendMessage(core, chat, { fromId: isOwnDoing ? after.userId : by, service });
}

/** The old group stays, closed and pointing to the new chat; messages are not taken along, as in Telegram. */
function migrateChat(core: WorldCore, from: Chat, by: number): Chat {
  if (from.type !== 'group') throw new RangeError('Only a group can become a supergroup.');
  const to: Chat = {
    id: -1_000_000_000_000 - core.counters.chat++,
    type: 'supergroup',
    members: structuredClone(from.members),
    nextMessageId: 1,
    migratedFrom: from.id,
  };
  if (from.title !== undefined) to.title = from.title;
  core.chats.set(to.id, to);
  core.messages.set(to.id, new Map());
  const call = openCallOf(core, from.id);
  from.migratedTo = to.id;
  if (call !== undefined) call.chatId = to.id;
  core.events.emit('chatMigrated', from, to);
  appendMessage(core, from, { fromId: by, date: nowSec(core), service: { migrate_to_chat_id: to.id } });
  appendMessage(core, to, { fromId: by, date: nowSec(core), service: { migrate_from_chat_id: from.id } });
  core.changed();
  return to;
}

/** There is nobody left to whom a message or a `left` could be told: clients hear of the chat alone. */
function deleteChat(core: WorldCore, chat: Chat): void {
  const inside = Object.values(chat.members).filter(isInside);
  for (const member of inside) chat.members[member.userId] = { ...member, status: 'left' };
  chat.isDeleted = true;
  const call = openCallOf(core, chat.id);
  if (call !== undefined) {
    call.state = 'discarded';
    core.events.emit('callDiscarded', call);
  }
  core.events.emit(
    'chatDeleted',
    chat,
    inside.map(({ userId }) => userId),
  );
  core.changed();
}
