import type { Chat, Member, MemberStatus } from './model.ts';

/** The rights of an administrator that the stand-in knows. */
export type Right =
  | 'canManageVideoChats'
  | 'canInviteUsers'
  | 'canDeleteMessages'
  | 'canRestrictMembers'
  | 'canPromoteMembers';

/** A membership with every right set: those given, else what is usual (administrators: all but making administrators). */
export function newMember(given: Partial<Member> & { readonly userId: number; readonly status: MemberStatus }): Member {
  const isCreator = given.status === 'creator';
  const isAdmin = isCreator || given.status === 'administrator';
  const right = (name: Right, usual: boolean) => isCreator || (isAdmin && (given[name] ?? usual));
  return {
    userId: given.userId,
    status: given.status,
    canManageVideoChats: right('canManageVideoChats', true),
    canInviteUsers: right('canInviteUsers', true),
    canDeleteMessages: right('canDeleteMessages', true),
    canRestrictMembers: right('canRestrictMembers', true),
    canPromoteMembers: right('canPromoteMembers', false),
  };
}

/** Whether this membership means being in the chat (neither left nor kicked). */
export function isInside(member: Member | undefined): boolean {
  return member !== undefined && member.status !== 'left' && member.status !== 'kicked';
}

/** Creator or administrator. */
export function isAdministrator(member: Member | undefined): boolean {
  return member?.status === 'creator' || member?.status === 'administrator';
}

/** Whether the user holds that right in the chat: creators all, administrators those given, others none. */
export function hasRight(chat: Chat, userId: number, right: Right): boolean {
  const member = chat.members[userId];
  return member?.status === 'creator' || (member?.status === 'administrator' && member[right]);
}
