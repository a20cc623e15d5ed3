import type { Chat, Message } from '../world/model.ts';
import { hasRight, isAdministrator, isInside, type Right } from '../world/rights.ts';
import { ApiError, badRequest, forbidden } from './api-error.ts';
import type { BotContext } from './bot-context.ts';
import type { Params } from './params.ts';

const kinds: Readonly<Record<Chat['type'], string>> = {
  private: 'user',
  group: 'group chat',
  supergroup: 'supergroup chat',
  channel: 'channel chat',
};

/**
 * The chat that a request means by `chat_id` (marked id or @username), if the bot is in it.
 * @throws ApiError 400 not found, or upgraded (with `migrate_to_chat_id`); 403 not a member, kicked, blocked, never talked to.
 */
export function reachChat(context: BotContext, params: Params, field = 'chat_id'): Chat {
  const { world } = context;
  const given = params.text(field);
  if (given === undefined) throw badRequest('chat_id is empty');
  const id = Number(given);
  const chat = given.startsWith('@') ? world.findChatByUsername(given.slice(1)) : world.chat(id);
  if (chat === undefined) {
    const isPerson = world.user(id) !== undefined && id !== context.bot().id;
    throw isPerson ? forbidden("bot can't initiate conversation with a user") : badRequest('chat not found');
  }
  if (chat.migratedTo !== undefined)
    throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedTo,
    });
  checkPresence(context, chat);
  return chat;
}

/** The chat, if the bot may also write there. */
export function reachChatToWrite(context: BotContext, params: Params): Chat {
  const chat = reachChat(context, params);
  if (chat.type === 'channel' && !isAdministrator(chat.members[context.bot().id]))
    throw badRequest('need administrator rights in the channel chat');
  return chat;
}

/**
 * Refuses when the bot lacks the right; what Telegram says differs from method to method.
 * @throws ApiError 400 with that text.
 */
export function requireRight(context: BotContext, chat: Chat, right: Right, refusal: string): void {
  if (!hasRight(chat, context.bot().id, right)) throw badRequest(refusal);
}

/**
 * The message that a request means by `message_id`.
 * @throws ApiError 400 "message to … not found".
 */
export function reachMessage(context: BotContext, chat: Chat, params: Params, purpose: string): Message {
  const messageId = params.integer('message_id');
  if (messageId === undefined) throw badRequest('message identifier is not specified');
  const message = context.world.message(chat.id, messageId);
  if (message === undefined || message.deleted) throw badRequest(`message to ${purpose} not found`);
  return message;
}

function checkPresence(context: BotContext, chat: Chat): void {
  if (chat.type === 'private') {
    if (chat.members[chat.id]?.status === 'kicked') throw forbidden('bot was blocked by the user');
    return;
  }
  // Of supergroups and channels that are no more Telegram only says that the bot is not in them.
  if (chat.isDeleted === true && chat.type === 'group') throw forbidden('the group chat was deleted');
  const member = chat.members[context.bot().id];
  if (member?.status === 'kicked') throw forbidden(`bot was kicked from the ${kinds[chat.type]}`);
  if (!isInside(member)) throw forbidden(`bot is not a member of the ${kinds[chat.type]}`);
}
