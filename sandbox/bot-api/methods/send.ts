import { z } from 'zod';
import type { NewMessage } from '../../world/messages.ts';
import type { Chat, MediaKind, Message } from '../../world/model.ts';
import { badRequest } from '../api-error.ts';
import type { BotContext, Methods } from '../bot-context.ts';
import { reachChatToWrite } from '../chat-access.ts';
import { readText } from '../format/read-text.ts';
import { createParams, type Params } from '../params.ts';
import { readMedia } from '../read-media.ts';
import { readReplyMarkup } from '../reply-markup.ts';

/** https://core.telegram.org/bots/api#replyparameters, as far as it matters here. */
const replyParameters = z.looseObject({
  message_id: z.coerce.number().int(),
  allow_sending_without_reply: z.coerce.boolean().optional(),
});
/** https://core.telegram.org/bots/api#inputmedia; captions and names are read from each item like a request of its own. */
const albumItems = z.array(z.looseObject({ type: z.enum(['audio', 'document', 'photo', 'video']), media: z.string() }));

/** sendMessage and its kin: https://core.telegram.org/bots/api#sendmessage. */
export function sendMethods(context: BotContext): Methods {
  return {
    /** A text of 1–4,096 characters after parsing. Addresses in it get no preview here. */
    sendMessage: (params) => {
      const about = readAbout(context, params);
      const { text, entities } = readText(params, 'text');
      if (text === '')
        throw badRequest(params.text('text') === undefined ? 'message text is empty' : 'text must be non-empty');
      return post(context, { ...about, text, ...(entities.length > 0 ? { entities: [...entities] } : {}) });
    },
    // Uploads and known files alike; which kinds a file_id may be sent as is checked in read-media.ts.
    sendAudio: (params) => sendFile(context, params, 'audio', 'audio'),
    sendVoice: (params) => sendFile(context, params, 'voice', 'voice'),
    sendVideo: (params) => sendFile(context, params, 'video', 'video'),
    sendVideoNote: (params) => sendFile(context, params, 'video_note', 'video_note'),
    sendDocument: (params) => sendFile(context, params, 'document', 'document'),
    sendPhoto: (params) => sendFile(context, params, 'photo', 'photo'),
    /** Answers with the messages in order. */
    sendMediaGroup: (params) => sendAlbum(context, params),
  };
}

/** Where a message goes and what hangs on it; the same for every kind of message. */
function readAbout(context: BotContext, params: Params): NewMessage & { readonly chatId: number } {
  const chat = reachChatToWrite(context, params);
  const replyMarkup = readReplyMarkup(params);
  const replyTo = readReply(context, chat.id, params);
  const threadId = readThread(context, chat, params);
  return {
    chatId: chat.id,
    fromId: context.bot().id,
    ...(chat.type === 'channel' ? { senderChatId: chat.id } : {}),
    ...(replyMarkup === undefined ? {} : { replyMarkup }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(threadId === undefined ? {} : { threadId }),
  };
}

/** The topic of a forum to send to. A chain of replies, though incoming messages name it, is no such place. */
function readThread({ world }: BotContext, chat: Chat, params: Params): number | undefined {
  const threadId = params.integer('message_thread_id');
  if (threadId === undefined || world.topicOf({ chatId: chat.id, threadId }) !== undefined) return threadId;
  const isMessage = chat.type === 'supergroup' && world.message(chat.id, threadId) !== undefined;
  throw badRequest(isMessage ? 'message thread is not a forum topic thread' : 'message thread not found');
}

/**
 * The message that is answered, by `reply_parameters` or in the old way by `reply_to_message_id`. A missing one refuses the
 * request, or is passed over when that is allowed.
 */
function readReply(context: BotContext, chatId: number, params: Params): number | undefined {
  const given = params.json('reply_parameters');
  const parsed = given === undefined ? undefined : replyParameters.safeParse(given);
  if (parsed?.success === false) throw badRequest("can't parse reply parameters");
  const messageId = parsed?.data.message_id ?? params.integer('reply_to_message_id');
  if (messageId === undefined) return undefined;
  const message = context.world.message(chatId, messageId);
  if (message !== undefined && !message.deleted) return messageId;
  if (parsed?.data.allow_sending_without_reply ?? params.boolean('allow_sending_without_reply')) return undefined;
  throw badRequest('message to be replied not found');
}

/** One file with its caption. `field` is the parameter that holds it. */
async function sendFile(context: BotContext, params: Params, kind: MediaKind, field: string): Promise<unknown> {
  const about = readAbout(context, params);
  const { text, entities } = readText(params, 'caption');
  const media = await readMedia(context, params, kind, field);
  return post(context, {
    ...about,
    media,
    ...(text === '' ? {} : { caption: text }),
    ...(entities.length > 0 ? { captionEntities: [...entities] } : {}),
  });
}

/** An album: 2–10 messages that share a `media_group_id`; audio and documents only with their own kind. */
async function sendAlbum(context: BotContext, params: Params): Promise<unknown> {
  const { replyMarkup: _, ...about } = readAbout(context, params);
  const parsed = albumItems.safeParse(params.json('media'));
  if (!parsed.success) throw badRequest("can't parse media: expected an Array of InputMedia");
  const items = parsed.data;
  if (items.length < 2 || items.length > 10) throw badRequest('number of media must be from 2 to 10');
  const kinds = new Set(items.map((item) => item.type));
  if (kinds.size > 1 && (kinds.has('audio') || kinds.has('document')))
    throw badRequest("document and audio can't be mixed with other media types");
  // All files are read before the first message is sent: an album comes whole or not at all.
  const ready: (NewMessage & { readonly chatId: number })[] = [];
  for (const item of items) {
    const own = createParams(new Map<string, unknown>(Object.entries(item)));
    const { text, entities } = readText(own, 'caption');
    const media = await readMedia(context, own, item.type, 'media', params);
    ready.push({
      ...about,
      media,
      ...(text === '' ? {} : { caption: text }),
      ...(entities.length > 0 ? { captionEntities: [...entities] } : {}),
    });
  }
  const mediaGroup = String(context.world.nowMs()) + String(ready[0]?.media?.documentId ?? '').slice(0, 5);
  return ready.map((message) => post(context, { ...message, mediaGroup }));
}

/** Sends, and answers with the message as the bot sees it. */
function post(context: BotContext, given: NewMessage & { readonly chatId: number }): unknown {
  const message: Message = context.world.postMessage(given);
  return context.render.message(message);
}
