import { nowSec, requireChat, type WorldCore } from './core.ts';
import { withDetectedEntities } from './detect-entities.ts';
import type { Chat, Message } from './model.ts';

/** A message to be sent. Entities that Telegram finds by itself (commands, mentions, links) are added. */
export type NewMessage = Partial<Omit<Message, 'messageId' | 'chatId' | 'editCount' | 'deleted'>> & {
  readonly fromId: number;
};

/** What an edit replaces; a field that is present and undefined is taken away. */
export type MessagePatch = Partial<
  Pick<Message, 'text' | 'caption' | 'entities' | 'captionEntities' | 'replyMarkup' | 'media'>
>;

/** The messages of the world. */
export interface Messages {
  /** Throws RangeError when the chat does not exist. */
  postMessage(message: NewMessage & { readonly chatId: number }): Message;
  /** The message, also a deleted one. */
  message(chatId: number, messageId: number): Message | undefined;
  /** All messages of a chat in order, deleted ones included. */
  messages(chatId: number): Message[];
  /** Undefined when there is no such message, or it is deleted. */
  editMessage(chatId: number, messageId: number, patch: MessagePatch): Message | undefined;
  /** Opens a topic in a supergroup, which is a forum from then on. The topic is named by the service message that this gives. */
  openTopic(chatId: number, name: string, by: number): Message;
  /** The message that opened the topic a message stands in; undefined outside of topics. */
  topicOf(message: Pick<Message, 'chatId' | 'threadId'>): Message | undefined;
  /** False when there is no such message, or it is deleted already. */
  deleteMessage(chatId: number, messageId: number): boolean;
}

/** Adds a message and tells. Private to sandbox/world: others call `postMessage`. */
export function appendMessage(core: WorldCore, chat: Chat, given: NewMessage): Message {
  const message: Message = {
    date: nowSec(core),
    ...given,
    messageId: chat.nextMessageId++,
    chatId: chat.id,
    editCount: 0,
    deleted: false,
  };
  findEntities(message);
  const list = core.messages.get(chat.id) ?? new Map<number, Message>();
  core.messages.set(chat.id, list);
  // In a supergroup every chain of replies is a thread, named by its first message.
  if (chat.type === 'supergroup' && message.replyTo !== undefined)
    message.threadId ??= list.get(message.replyTo)?.threadId ?? message.replyTo;
  list.set(message.messageId, message);
  core.events.emit('message', message);
  core.changed();
  return message;
}

/** The part of the world that knows messages. */
export function createMessages(core: WorldCore): Messages {
  const find = (chatId: number, messageId: number) => core.messages.get(chatId)?.get(messageId);
  return {
    postMessage: ({ chatId, ...given }) => appendMessage(core, requireChat(core, chatId), given),
    message: find,
    openTopic: (chatId, name, by) => {
      const chat = requireChat(core, chatId);
      if (chat.type !== 'supergroup') throw new RangeError('Only a supergroup has topics.');
      chat.isForum = true;
      const threadId = chat.nextMessageId;
      return appendMessage(core, chat, { fromId: by, threadId, service: { forum_topic_created: { name } } });
    },
    topicOf: ({ chatId, threadId }) => {
      const first = threadId === undefined ? undefined : find(chatId, threadId);
      return first?.service?.['forum_topic_created'] === undefined ? undefined : first;
    },
    messages: (chatId) => [...(core.messages.get(chatId)?.values() ?? [])],
    editMessage: (chatId, messageId, patch) => {
      const message = find(chatId, messageId);
      if (message === undefined || message.deleted) return undefined;
      Object.assign(message, patch, { editCount: message.editCount + 1, editDate: nowSec(core) });
      findEntities(message);
      core.events.emit('messageEdited', message);
      core.changed();
      return message;
    },
    deleteMessage: (chatId, messageId) => {
      const message = find(chatId, messageId);
      if (message === undefined || message.deleted) return false;
      message.deleted = true;
      core.events.emit('messageDeleted', message);
      core.changed();
      return true;
    },
  };
}

/** Clients find commands and links by themselves; the list is absent rather than empty. */
function findEntities(message: Message): void {
  const entities = withDetectedEntities(message.text ?? '', message.entities);
  const captionEntities = withDetectedEntities(message.caption ?? '', message.captionEntities);
  if (entities.length > 0) message.entities = entities;
  else delete message.entities;
  if (captionEntities.length > 0) message.captionEntities = captionEntities;
  else delete message.captionEntities;
}
