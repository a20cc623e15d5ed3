import { isAdministrator } from '../../world/rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChat, reachChatToWrite, reachMessage } from '../chat-access.ts';
import type { Params } from '../params.ts';

/** https://core.telegram.org/bots/api#sendchataction */
const chatActions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

/** Small answers to people: callbacks, "typing…", reactions, pins. */
export function interactionMethods(context: BotContext): Methods {
  // Pinning is an administrator's business in groups; in a private chat both sides may.
  const pin = (params: Params) => {
    const chat = reachChat(context, params);
    if (chat.type !== 'private' && !isAdministrator(chat.members[context.bot().id]))
      throw badRequest('not enough rights to manage pinned messages in the chat');
    if (params.has('message_id')) reachMessage(context, chat, params, 'pin');
    return true;
  };
  return {
    /**
     * What the person sees: nothing, a toast, or an alert (`show_alert`). Refused the second time, after 150 s, and with more than 200
     * characters.
     */
    answerCallbackQuery: (params) => {
      const text = params.text('text');
      if (text !== undefined && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
      const url = params.text('url');
      context.callbacks.answer(params.text('callback_query_id') ?? '', {
        ...(text === undefined ? {} : { text }),
        ...(params.boolean('show_alert') ? { showAlert: true } : {}),
        ...(url === undefined ? {} : { url }),
      });
      return true;
    },
    /** "typing…" and its kin. Nobody sees it here; a wrong action is refused all the same. */
    sendChatAction: (params) => {
      reachChatToWrite(context, params);
      if (!chatActions.has(params.text('action') ?? '')) throw badRequest('wrong parameter action in request');
      return true;
    },
    /** Reactions are not kept; the message has to be there. */
    setMessageReaction: (params) => {
      const chat = reachChat(context, params);
      reachMessage(context, chat, params, 'react');
      return true;
    },
    /** Pins are not kept either; rights and the message are checked. */
    pinChatMessage: (params) => {
      if (!params.has('message_id')) throw badRequest('message identifier is not specified');
      return pin(params);
    },
    unpinChatMessage: pin,
    unpinAllChatMessages: pin,
  };
}
