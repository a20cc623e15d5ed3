import { inviteUrl } from '../../world/invites.ts';
import type { Chat } from '../../world/model.ts';
import { isInside } from '../../world/rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChat, requireRight } from '../chat-access.ts';
import type { Params } from '../params.ts';
import { renderInvite } from '../update-feed.ts';
import { readUser } from './chat.ts';

/** Invite links and those who ask to join by them. All need the right to invite. */
export function inviteMethods(context: BotContext): Methods {
  const { world, render, bot } = context;
  // To approve or to decline is the same but for what comes of it.
  const answer = (params: Params, isApproved: boolean) => {
    const chat = reachInviting(context, params);
    const userId = readUser(context, params);
    if (isInside(chat.members[userId])) throw badRequest('USER_ALREADY_PARTICIPANT');
    if (!world.answerJoinRequest(chat.id, userId, isApproved, bot().id)) throw badRequest('HIDE_REQUESTER_MISSING');
    return true;
  };
  return {
    /** An additional link beside the primary one; may need approval, expire, or end after so many. */
    createChatInviteLink: (params) => {
      const chat = reachInviting(context, params);
      return renderInvite(render, world.createInviteLink(chat.id, bot().id, readOptions(params)));
    },
    // Replaces the bot's own primary link: the old one stops working.
    exportChatInviteLink: (params) => {
      const chat = reachInviting(context, params);
      return inviteUrl(world.createInviteLink(chat.id, bot().id, { isPrimary: true }));
    },
    /** Closes a link of the bot's own for good. */
    revokeChatInviteLink: (params) => {
      const chat = reachInviting(context, params);
      const invite = world.findInvite(params.text('invite_link') ?? '');
      if (invite === undefined || invite.chatId !== chat.id) throw badRequest('INVITE_HASH_EXPIRED');
      if (invite.createdBy !== bot().id) throw badRequest('not enough rights to manage chat invite link');
      world.revokeInvite(invite.hash);
      return renderInvite(render, invite);
    },
    /** Lets in who asked; HIDE_REQUESTER_MISSING when nobody asks, USER_ALREADY_PARTICIPANT when they are in. */
    approveChatJoinRequest: (params) => answer(params, true),
    /** Sends away who asked; they may ask again. */
    declineChatJoinRequest: (params) => answer(params, false),
  };
}

/** The chat, when the bot may invite there. */
function reachInviting(context: BotContext, params: Params): Chat {
  const chat = reachChat(context, params);
  if (chat.type === 'private') throw badRequest("can't invite members to a private chat");
  requireRight(context, chat, 'canInviteUsers', 'not enough rights to manage chat invite link');
  return chat;
}

/** Name, end, number of uses, approval: the last two exclude one another. */
function readOptions(params: Params) {
  const name = params.text('name');
  const expireDate = params.integer('expire_date');
  const memberLimit = params.integer('member_limit');
  const createsJoinRequest = params.boolean('creates_join_request');
  if (name !== undefined && [...name].length > 32) throw badRequest('invite link name is too long');
  if (memberLimit !== undefined && (memberLimit < 1 || memberLimit > 99_999)) throw badRequest('USAGE_LIMIT_INVALID');
  if (memberLimit !== undefined && createsJoinRequest)
    throw badRequest("member limit can't be specified for links requiring administrator approval");
  return {
    createsJoinRequest,
    ...(name === undefined ? {} : { name }),
    ...(expireDate === undefined ? {} : { expireDate }),
    ...(memberLimit === undefined ? {} : { memberLimit }),
  };
}
