import { Api } from 'telegram/tl/index.js';
import type { Chat, Member } from '../../world/model.ts';
import { hasRight, isInside } from '../../world/rights.ts';
import type { World } from '../../world/world.ts';
import { long } from '../wire/bytes.ts';

// -100 in front of a ten-digit id, as a number.
const channelBase = 1_000_000_000_000;

/** Whether a chat is a channel in MTProto's sense: supergroups and channels are, with access hashes; groups are not. */
export function isChannel(chat: Chat): boolean {
  return chat.type === 'supergroup' || chat.type === 'channel';
}

/** The id without the Bot API's mark: -100…id and -id both become id. */
export function bareId(chat: Chat): number {
  return isChannel(chat) ? -chat.id - channelBase : Math.abs(chat.id);
}

/** The marked id of a channel. */
export function markChannel(id: number): number {
  return -channelBase - id;
}

/** The chat as a peer. */
export function toPeer(chat: Chat): Api.TypePeer {
  const id = long(bareId(chat));
  if (chat.type === 'private') return new Api.PeerUser({ userId: id });
  return isChannel(chat) ? new Api.PeerChannel({ channelId: id }) : new Api.PeerChat({ chatId: id });
}

/** The access hash of a channel, good for that viewer only. */
function channelHash(world: World, chat: Chat, viewer: number): ReturnType<typeof long> {
  return long(world.accessHash(viewer, { type: 'chat', id: chat.id }));
}

/** A chat as `viewer` sees it. Who was kicked sees a forbidden one, and so do all when it was deleted. */
export function toChat(world: World, chat: Chat, viewer: number): Api.TypeChat {
  const member = chat.members[viewer];
  const id = long(bareId(chat));
  const title = chat.title ?? '';
  if (member?.status === 'kicked' || chat.isDeleted === true) {
    if (!isChannel(chat)) return new Api.ChatForbidden({ id, title });
    const accessHash = channelHash(world, chat, viewer);
    return new Api.ChannelForbidden({ id, accessHash, title, ...kindOf(chat) });
  }
  // A scheduled call counts as one, an empty one as well.
  const call = world.activeCall(chat.id);
  const shared = {
    id,
    title,
    photo: new Api.ChatPhotoEmpty(),
    date: 0,
    creator: member?.status === 'creator',
    left: !isInside(member),
    // What clients draw the voice chat's bar by.
    callActive: call !== undefined,
    callNotEmpty: call !== undefined && call.participants.size > 0,
    adminRights: toAdminRights(member),
    participantsCount: world.members(chat.id).length,
  };
  if (isChannel(chat)) {
    const accessHash = channelHash(world, chat, viewer);
    return new Api.Channel({ ...shared, ...kindOf(chat), accessHash, username: chat.username });
  }
  // A group that became a supergroup stays as a signpost.
  const next = chat.migratedTo === undefined ? undefined : world.chat(chat.migratedTo);
  const migratedTo =
    next === undefined
      ? undefined
      : new Api.InputChannel({ channelId: long(bareId(next)), accessHash: channelHash(world, next, viewer) });
  return new Api.Chat({ ...shared, version: 1, deactivated: next !== undefined, migratedTo });
}

/** The full information of a chat; the open call stands in it, active or scheduled. */
export function toChatFull(world: World, chat: Chat, viewer: number): Api.messages.ChatFull {
  const open = world.activeCall(chat.id);
  const shared = {
    id: long(bareId(chat)),
    about: '',
    notifySettings: new Api.PeerNotifySettings({}),
    chatPhoto: new Api.PhotoEmpty({ id: long(0) }),
    botInfo: [],
    call:
      open === undefined ? undefined : new Api.InputGroupCall({ id: long(open.id), accessHash: long(open.accessHash) }),
  };
  const participantsCount = world.members(chat.id).length;
  const fullChat = isChannel(chat)
    ? new Api.ChannelFull({
        ...shared,
        participantsCount,
        readInboxMaxId: 0,
        readOutboxMaxId: 0,
        unreadCount: 0,
        pts: 1,
        canViewParticipants: hasRight(chat, viewer, 'canRestrictMembers'),
      })
    : new Api.ChatFull({ ...shared, participants: toChatParticipants(world, chat) });
  return new Api.messages.ChatFull({ fullChat, chats: [toChat(world, chat, viewer)], users: [] });
}

/** Who is in a group: unlike a channel's, its members come with it. */
function toChatParticipants(world: World, chat: Chat): Api.ChatParticipants {
  const participants = world.members(chat.id).map((member) => {
    const common = { userId: long(member.userId), inviterId: long(member.userId), date: 0 };
    if (member.status === 'creator') return new Api.ChatParticipantCreator(common);
    return member.status === 'administrator' ? new Api.ChatParticipantAdmin(common) : new Api.ChatParticipant(common);
  });
  return new Api.ChatParticipants({ chatId: long(bareId(chat)), participants, version: 1 });
}

/** Undefined for who is no administrator: that is how clients tell. `other`: rights that are not shown one by one. */
function toAdminRights(member: Member | undefined): Api.ChatAdminRights | undefined {
  if (member?.status !== 'creator' && member?.status !== 'administrator') return undefined;
  return new Api.ChatAdminRights({
    other: true,
    manageCall: member.canManageVideoChats,
    inviteUsers: member.canInviteUsers,
    deleteMessages: member.canDeleteMessages,
    banUsers: member.canRestrictMembers,
    addAdmins: member.canPromoteMembers,
  });
}

/** A membership as channels.getParticipant gives it. */
export function toChannelParticipant(chat: Chat, member: Member, viewer: number): Api.TypeChannelParticipant {
  const userId = long(member.userId);
  const adminRights = toAdminRights(member) ?? new Api.ChatAdminRights({});
  if (member.status === 'creator') return new Api.ChannelParticipantCreator({ userId, adminRights });
  if (member.status === 'administrator') {
    const promotedBy = long(Object.values(chat.members).find((other) => other.status === 'creator')?.userId ?? 0);
    // `self` and `inviterId` share a bit of the flags: one is not written without the other.
    const self = member.userId === viewer;
    const inviterId = self ? promotedBy : undefined;
    return new Api.ChannelParticipantAdmin({ userId, promotedBy, date: 0, adminRights, self, inviterId });
  }
  if (member.status === 'kicked' || member.status === 'restricted') {
    const bannedRights = new Api.ChatBannedRights({ viewMessages: member.status === 'kicked', untilDate: 0 });
    const peer = new Api.PeerUser({ userId });
    return new Api.ChannelParticipantBanned({
      peer,
      kickedBy: long(0),
      date: 0,
      bannedRights,
      left: member.status === 'kicked',
    });
  }
  return member.userId === viewer
    ? new Api.ChannelParticipantSelf({ userId, inviterId: userId, date: 0 })
    : new Api.ChannelParticipant({ userId, date: 0 });
}

/** Supergroups and channels are one kind of thing, with a flag. */
function kindOf(chat: Chat): { readonly megagroup: boolean; readonly broadcast: boolean } {
  return { megagroup: chat.type === 'supergroup', broadcast: chat.type === 'channel' };
}
