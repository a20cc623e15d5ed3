import type { Api } from 'grammy';
import type { InlineKeyboardMarkup, Message } from 'grammy/types';

/** Inline buttons, or none. */
export type Keyboard = InlineKeyboardMarkup['inline_keyboard'];

/** The message to answer: its chat, topic and id. */
export type Anchor = Pick<Message, 'message_id' | 'message_thread_id' | 'is_topic_message'> & {
  readonly chat: { readonly id: number };
};

/** What to say, as Telegram HTML. */
export interface Answer {
  readonly html: string;
  readonly keyboard?: Keyboard;
}

/** Answers a message: as a reply to it, in its topic, without link previews; also when it has been deleted meanwhile. */
export function reply(api: Api, anchor: Anchor, { html, keyboard }: Answer): Promise<Message.TextMessage> {
  return api.sendMessage(anchor.chat.id, html, {
    ...format,
    reply_parameters: { message_id: anchor.message_id, allow_sending_without_reply: true },
    ...topicOf(anchor),
    ...markup(keyboard),
  });
}

/** How every text of ours is sent. */
export const format = { parse_mode: 'HTML', link_preview_options: { is_disabled: true } } as const;

/** The option that attaches buttons, if there are any. */
export function markup(keyboard: Keyboard | undefined): { reply_markup?: InlineKeyboardMarkup } {
  return keyboard === undefined || keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard } };
}

/** The option that keeps an answer in the topic of a forum group. A reply thread outside forums has an id too, but is no topic. */
function topicOf(anchor: Anchor): { message_thread_id?: number } {
  return anchor.is_topic_message === true && anchor.message_thread_id !== undefined
    ? { message_thread_id: anchor.message_thread_id }
    : {};
}
