/** The stand-in's one world, as data. JSON-safe, so that it can be kept on disk and shown at /control/state. */

/** A person, the bot or an assistant. */
export interface User {
  readonly id: number;
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  phone?: string;
  isBot: boolean;
  /** The account that an Efir player signs in with. */
  isAssistant: boolean;
}

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel';
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

/** A membership; the rights count for administrators only (a creator has all). */
export interface Member {
  userId: number;
  status: MemberStatus;
  canManageVideoChats: boolean;
  canInviteUsers: boolean;
  canDeleteMessages: boolean;
  canRestrictMembers: boolean;
  canPromoteMembers: boolean;
}

/** `id` is marked: private = the user's id, group = -id, supergroup and channel = -100…id. */
export interface Chat {
  readonly id: number;
  readonly type: ChatType;
  title?: string;
  username?: string;
  members: Record<number, Member>;
  nextMessageId: number;
  /** It has topics: a forum. */
  isForum?: boolean;
  /** A group that became a supergroup points at it; nothing more happens in the group. */
  migratedTo?: number;
  /** Nobody is in it any more, and all see a forbidden one. */
  isDeleted?: boolean;
  /** The supergroup's way back. */
  migratedFrom?: number;
}

/** An invite link `https://t.me/+hash`. */
export interface Invite {
  readonly hash: string;
  readonly chatId: number;
  readonly createdBy: number;
  readonly name?: string;
  /** The creator's primary link (exportChatInviteLink), as against additional ones (createChatInviteLink). */
  readonly isPrimary: boolean;
  readonly createsJoinRequest: boolean;
  /** Seconds since the epoch. */
  readonly expireDate?: number;
  readonly memberLimit?: number;
  isRevoked: boolean;
  /** How many came by it. */
  usage: number;
}

export type MediaKind = 'audio' | 'voice' | 'video' | 'video_note' | 'document' | 'photo';

/** A file in a message. The bytes lie on disk at `path`. */
export interface Media {
  readonly kind: MediaKind;
  /** Decimal 63-bit document id (MTProto); the Bot API's file ids are made from it. */
  readonly documentId: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly mime: string;
  fileName?: string;
  title?: string;
  performer?: string;
  durationSec?: number;
}

/** A message as the Bot API sees it; `replyMarkup`, `entities` are kept as they were given. */
export interface Message {
  readonly messageId: number;
  readonly chatId: number;
  readonly fromId: number;
  /** An anonymous administrator or a channel post speaks as this chat. */
  senderChatId?: number;
  readonly date: number;
  text?: string;
  caption?: string;
  entities?: unknown[];
  captionEntities?: unknown[];
  replyMarkup?: unknown;
  replyTo?: number;
  mediaGroup?: string;
  threadId?: number;
  media?: Media;
  /** A service message: `{video_chat_started: {}}` and the like. */
  service?: Record<string, unknown>;
  editCount: number;
  editDate?: number;
  deleted: boolean;
}

/** Somebody in a group call. `source` is the signed 32-bit RTP ssrc, 0 for simulated listeners. */
export interface Participant {
  readonly userId: number;
  source: number;
  muted: boolean;
  canSelfUnmute: boolean;
  volume?: number;
  readonly date: number;
  /** How they came: over MTProto with media, on the page, or set by the control API. */
  readonly via: 'mtproto' | 'page' | 'control';
}

/** A group call. Its decimal `id` and `accessHash` are 63-bit; a discarded one stays for GROUPCALL_FORBIDDEN. */
export interface GroupCall {
  readonly id: string;
  readonly accessHash: string;
  chatId: number;
  title?: string;
  version: number;
  state: 'scheduled' | 'active' | 'discarded';
  /** Whoever joins without the right to manage video chats comes in muted by the administrators. */
  joinMuted?: boolean;
  readonly startedAt: number;
  participants: Map<number, Participant>;
}

/** What the world tells its doors. */
export interface WorldEvents {
  message: [message: Message];
  messageEdited: [message: Message];
  messageDeleted: [message: Message];
  /**
   * A member's status or rights changed, or they came or left. `by` did it. `hiddenFrom`: this user's own client is not
   * told (a kick whose signals come singly); everybody else is.
   */
  member: [chat: Chat, before: Member | null, after: Member, by: number, hiddenFrom?: number];
  chatMigrated: [from: Chat, to: Chat];
  /** `userIds`: who was in it. */
  chatDeleted: [chat: Chat, userIds: readonly number[]];
  callStarted: [call: GroupCall];
  callDiscarded: [call: GroupCall];
  /** One participant changed; `version` is the call's version after it. `hiddenFrom` as in `member`. */
  participant: [
    call: GroupCall,
    participant: Participant,
    change: 'joined' | 'left' | 'changed',
    version: number,
    hiddenFrom?: number,
  ];
  /** Title or state (scheduled → active) of a call changed. */
  callChanged: [call: GroupCall];
  /** Somebody asks to join by a link that needs approval. */
  joinRequest: [chat: Chat, userId: number, invite: Invite];
}
