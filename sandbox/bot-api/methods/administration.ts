import type { Chat, Member } from '../../world/model.ts';
import { isAdministrator, isInside, type Right } from '../../world/rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChat, requireRight } from '../chat-access.ts';
import type { Params } from '../params.ts';
import { readUser } from './chat.ts';

/** Rights by the names of the Bot API and of the world. */
const rightFields: readonly (readonly [field: string, right: Right])[] = [
  ['can_manage_video_chats', 'canManageVideoChats'],
  ['can_invite_users', 'canInviteUsers'],
  ['can_delete_messages', 'canDeleteMessages'],
  ['can_restrict_members', 'canRestrictMembers'],
  ['can_promote_members', 'canPromoteMembers'],
];
const cannotRestrict = 'not enough rights to restrict/unrestrict chat member';

/** Banning, unbanning, promoting: the bot must hold the right, and nobody outranks the creator. */
export function administrationMethods(context: BotContext): Methods {
  const { world, bot } = context;
  return {
    /** Takes out of the chat and keeps out until unbanned. Not the creator, not administrators, not the bot itself. */
    banChatMember: (params) => {
      const { chat, member, userId } = reachTarget(context, params, 'canRestrictMembers', cannotRestrict);
      if (userId === bot().id) throw badRequest("can't restrict self");
      if (member?.status === 'creator') throw badRequest("can't remove chat owner");
      if (member?.status === 'administrator') throw badRequest('user is an administrator of the chat');
      world.setMember(chat.id, userId, { status: 'kicked' }, bot().id);
      return true;
    },
    /** Lifts a ban; the person does not come back by it. */
    unbanChatMember: (params) => {
      const { chat, member, userId } = reachTarget(context, params, 'canRestrictMembers', cannotRestrict);
      if (chat.type === 'group') throw badRequest('method is available for supergroup and channel chats only');
      if (isAdministrator(member)) throw badRequest('user is an administrator of the chat');
      // Without only_if_banned a member is removed by it, as in Telegram.
      const isInIt = isInside(member) && !params.boolean('only_if_banned');
      if (member?.status === 'kicked' || isInIt) world.setMember(chat.id, userId, { status: 'left' }, bot().id);
      return true;
    },
    /**
     * Gives the rights that are true and takes those that are not; all false makes a plain member again. Nobody gives a right that
     * they do not hold.
     */
    promoteChatMember: (params) => {
      const { chat, member, userId } = reachTarget(context, params, 'canPromoteMembers', 'not enough rights');
      if (chat.type === 'group') throw badRequest('method is available for supergroup and channel chats only');
      if (member?.status === 'creator') throw badRequest("can't remove chat owner");
      if (!isInside(member)) throw badRequest('USER_NOT_PARTICIPANT');
      const own = chat.members[bot().id];
      const rights = Object.fromEntries(rightFields.map(([field, right]) => [right, params.boolean(field)]));
      if (rightFields.some(([, right]) => rights[right] === true && own?.[right] !== true))
        throw badRequest('RIGHT_FORBIDDEN');
      const isDemotion = !Object.values(rights).includes(true) && !params.boolean('can_manage_chat');
      world.setMember(chat.id, userId, { status: isDemotion ? 'member' : 'administrator', ...rights }, bot().id);
      return true;
    },
  };
}

/** Chat and person of a request, once the bot is known to hold the right. */
function reachTarget(
  context: BotContext,
  params: Params,
  right: Right,
  refusal: string,
): { chat: Chat; member: Member | undefined; userId: number } {
  const chat = reachChat(context, params);
  if (chat.type === 'private') throw badRequest("can't restrict members of private chats");
  const userId = readUser(context, params);
  requireRight(context, chat, right, refusal);
  return { chat, member: chat.members[userId], userId };
}
