import type { Chat, Message, User } from 'grammy/types';
import type { Person } from '../../storage/model.ts';
import { displayName } from '../texts/display-name.ts';

/** Whoever wrote a message or pressed a button. */
export interface Speaker {
  readonly person: Person;
  /** null for an anonymous administrator and for a channel that speaks in a group. */
  readonly user: User | null;
  readonly isAnonymousAdmin: boolean;
}

/**
 * Who wrote the message. An anonymous administrator speaks as the chat (`sender_chat` = the chat), a linked or personal channel as
 * itself; `from` is then a stand-in of Telegram's and nobody in particular.
 */
export function speakerOf(message: Pick<Message, 'from' | 'sender_chat' | 'chat'>): Speaker | null {
  const { from, sender_chat: senderChat, chat } = message;
  if (senderChat !== undefined) {
    return {
      person: { id: senderChat.id, name: chatName(senderChat) },
      user: null,
      isAnonymousAdmin: senderChat.id === chat.id,
    };
  }
  return from === undefined ? null : { person: personOf(from), user: from, isAnonymousAdmin: false };
}

/** A user as the chat shows them: `@olga`, or the first name; the id of somebody whose name cannot be seen. */
export function personOf({ id, username, first_name: firstName }: User): Person {
  if (username !== undefined) return { id, name: `@${username}` };
  const isVisible = !/^[\p{Cf}\s]*$/u.test(firstName);
  return { id, name: isVisible ? displayName(firstName, 24) : `#${id}` };
}

function chatName(chat: Chat): string {
  return displayName('title' in chat && chat.title !== undefined ? chat.title : '', 24);
}
