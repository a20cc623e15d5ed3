import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { withDetectedEntities } from '../../world/detect-entities.ts';
import type { MessagePatch } from '../../world/messages.ts';
import type { Chat, Message } from '../../world/model.ts';
import { hasRight, isAdministrator } from '../../world/rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChat, reachMessage } from '../chat-access.ts';
import { readText } from '../format/read-text.ts';
import type { Params } from '../params.ts';
import { readReplyMarkup } from '../reply-markup.ts';

/** https://core.telegram.org/bots/api#deletemessage */
const deleteLimitSec = 48 * 3600;
const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Editing and deleting: https://core.telegram.org/bots/api#updating-messages. */
export function editMethods(context: BotContext): Methods {
  return {
    /** Replaces text and buttons. Files have captions instead: "there is no text in the message to edit". */
    editMessageText: (params) => {
      const { chat, message } = reachOwn(context, params);
      const { text, entities } = readText(params, 'text');
      if (text === '') throw badRequest('message text is empty');
      if (message.text === undefined) throw badRequest('there is no text in the message to edit');
      return edit(context, chat, message, params, {
        text,
        entities: withDetectedEntities(text, entities),
      });
    },
    /** Replaces caption and buttons of a file; no caption takes it away. */
    editMessageCaption: (params) => {
      const { chat, message } = reachOwn(context, params);
      const { text, entities } = readText(params, 'caption');
      if (message.media === undefined) throw badRequest('there is no caption in the message to edit');
      return edit(context, chat, message, params, {
        caption: text === '' ? undefined : text,
        captionEntities: withDetectedEntities(text, entities),
      });
    },
    /** Replaces the buttons alone. */
    editMessageReplyMarkup: (params) => {
      const { chat, message } = reachOwn(context, params);
      return edit(context, chat, message, params, {});
    },
    /** Refused for what is gone, too old, or others' without the right. */
    deleteMessage: (params) => {
      const chat = reachChat(context, params);
      deleteOne(context, chat, reachMessage(context, chat, params, 'delete'));
      return true;
    },
    /** 1–100 at once. */
    deleteMessages: (params) => {
      const chat = reachChat(context, params);
      const ids = z.array(z.number().int()).min(1).max(100).safeParse(params.json('message_ids'));
      if (!ids.success) throw badRequest('there must be from 1 to 100 message identifiers');
      // Those that are not found are passed over; a forbidden one refuses all.
      const found = ids.data.map((id) => context.world.message(chat.id, id)).filter((message) => message !== undefined);
      for (const message of found) if (!message.deleted) deleteOne(context, chat, message);
      return true;
    },
  };
}

/** Chat and message of an edit: bots edit nothing but their own messages, and no service messages. */
function reachOwn(context: BotContext, params: Params): { chat: Chat; message: Message } {
  if (params.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID');
  const chat = reachChat(context, params);
  const message = reachMessage(context, chat, params, 'edit');
  if (message.fromId !== context.bot().id || message.service !== undefined) throw badRequest("message can't be edited");
  return { chat, message };
}

/** Applies an edit, unless it would change nothing: that is an error in Telegram. */
function edit(context: BotContext, chat: Chat, message: Message, params: Params, content: MessagePatch): unknown {
  // An edit without reply_markup takes the buttons away.
  const patch: MessagePatch = { ...content, replyMarkup: readReplyMarkup(params) };
  const isSame = Object.entries(patch).every(([field, value]) =>
    isDeepStrictEqual(normal(value), normal(message[field as keyof Message])),
  );
  if (isSame) throw badRequest(notModified);
  context.world.editMessage(chat.id, message.messageId, patch);
  return context.render.message(message);
}

/** No entities is the same as an empty list. */
function normal(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

/** Own messages anywhere, others' in private chats and with the right; all for 48 hours only. */
function deleteOne({ world, bot }: BotContext, chat: Chat, message: Message): void {
  const isOwn = message.fromId === bot().id;
  const mayDeleteOthers =
    chat.type === 'private' ||
    (isAdministrator(chat.members[bot().id]) && hasRight(chat, bot().id, 'canDeleteMessages'));
  const ageSec = world.nowMs() / 1000 - message.date;
  if ((!isOwn && !mayDeleteOthers) || ageSec > deleteLimitSec)
    throw badRequest("message can't be deleted for everyone");
  world.deleteMessage(chat.id, message.messageId);
}
