import { randomBytes } from 'node:crypto';
import type { Chats } from './chats.ts';
import { nowSec, type WorldCore } from './core.ts';
import type { Chat, Invite } from './model.ts';
import { isInside } from './rights.ts';

/** What comes of using an invite link. */
export type InviteOutcome =
  | { readonly type: 'joined'; readonly chat: Chat }
  | { readonly type: 'already-in'; readonly chat: Chat }
  | { readonly type: 'requested'; readonly chat: Chat }
  | { readonly type: 'banned'; readonly chat: Chat }
  | { readonly type: 'expired' };

/** What a new link is to be. `expireDate` in seconds since the epoch. */
export interface NewInvite {
  readonly name?: string;
  readonly isPrimary?: boolean;
  readonly createsJoinRequest?: boolean;
  readonly expireDate?: number;
  readonly memberLimit?: number;
}

/** The invite links of the world. */
export interface Invites {
  /** A new primary link revokes the same creator's old one. */
  createInviteLink(chatId: number, by: number, options?: NewInvite): Invite;
  /** All links of a chat in order of making, closed ones too. */
  invites(chatId: number): Invite[];
  /** By the hash, or by any of the ways a link is written; expired and revoked ones too. */
  findInvite(hashOrLink: string): Invite | undefined;
  /** Whether it still opens the door. */
  isInviteOpen(invite: Invite): boolean;
  revokeInvite(hash: string): void;
  /** Joins by a link, or asks to. */
  useInvite(hashOrLink: string, userId: number): InviteOutcome;
  hasJoinRequest(chatId: number, userId: number): boolean;
  /** Lets in (or not) who asked. False when nobody asked. */
  answerJoinRequest(chatId: number, userId: number, isApproved: boolean, by: number): boolean;
}

/** The link of an invite, as people see it. */
export function inviteUrl(invite: Invite): string {
  return `https://t.me/+${invite.hash}`;
}

/** The part of the world that knows invite links. */
export function createInvites(core: WorldCore, chats: Chats): Invites {
  const find = (hashOrLink: string) =>
    core.invites.get(hashOrLink.replace(/^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(?:\+|joinchat\/)|^\+/u, ''));
  // Revoked, over its time or used up: to who holds it, all the same.
  const isOpen = (invite: Invite) =>
    !invite.isRevoked &&
    (invite.expireDate === undefined || invite.expireDate > nowSec(core)) &&
    (invite.memberLimit === undefined || invite.usage < invite.memberLimit);
  const useInvite = (hashOrLink: string, userId: number): InviteOutcome => {
    const invite = find(hashOrLink);
    const chat = invite && core.chats.get(invite.chatId);
    if (invite === undefined || chat === undefined || !isOpen(invite)) return { type: 'expired' };
    const member = chat.members[userId];
    if (isInside(member)) return { type: 'already-in', chat };
    if (member?.status === 'kicked') return { type: 'banned', chat };
    if (invite.createsJoinRequest) {
      core.joinRequests.set(`${chat.id}:${userId}`, invite.hash);
      core.events.emit('joinRequest', chat, userId, invite);
      core.changed();
      return { type: 'requested', chat };
    }
    invite.usage += 1;
    chats.setMember(chat.id, userId, { status: 'member' }, userId);
    return { type: 'joined', chat };
  };
  return {
    createInviteLink: (chatId, by, options = {}) => createInviteLink(core, chatId, by, options),
    invites: (chatId) => [...core.invites.values()].filter((invite) => invite.chatId === chatId),
    findInvite: find,
    isInviteOpen: isOpen,
    revokeInvite: (hash) => {
      const invite = find(hash);
      if (invite !== undefined) invite.isRevoked = true;
      core.changed();
    },
    useInvite,
    hasJoinRequest: (chatId, userId) => core.joinRequests.has(`${chatId}:${userId}`),
    answerJoinRequest: (chatId, userId, isApproved, by) => {
      const key = `${chatId}:${userId}`;
      const hash = core.joinRequests.get(key);
      if (hash === undefined) return false;
      core.joinRequests.delete(key);
      const invite = core.invites.get(hash);
      if (isApproved) {
        if (invite !== undefined) invite.usage += 1;
        chats.setMember(chatId, userId, { status: 'member' }, by);
      }
      core.changed();
      return true;
    },
  };
}

/** 16 characters that nobody can guess, as Telegram's. */
function createInviteLink(core: WorldCore, chatId: number, by: number, options: NewInvite): Invite {
  const isPrimary = options.isPrimary ?? false;
  if (isPrimary) {
    for (const old of core.invites.values()) {
      if (old.chatId === chatId && old.createdBy === by && old.isPrimary) old.isRevoked = true;
    }
  }
  const invite: Invite = {
    hash: randomBytes(12).toString('base64url'),
    chatId,
    createdBy: by,
    isPrimary,
    createsJoinRequest: options.createsJoinRequest ?? false,
    isRevoked: false,
    usage: 0,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.expireDate === undefined ? {} : { expireDate: options.expireDate }),
    ...(options.memberLimit === undefined ? {} : { memberLimit: options.memberLimit }),
  };
  core.invites.set(invite.hash, invite);
  core.changed();
  return invite;
}
