import type { Message } from 'grammy/types';
import { refusalOf } from './api-errors.ts';
import { type Answer, format, markup, reply } from './reply.ts';
import type { BotServices } from './services.ts';

/** An answer that may take a while: after a second a waiting text stands in for it, and becomes it in the end. */
export interface PendingAnswer {
  /** The waiting text's message, if it was sent; no waiting text is sent after this. */
  messageId(): Promise<number | null>;
  /** Says it: by editing the waiting text if it was sent. */
  settle(answer: Answer): Promise<void>;
}

/** Begins to wait. Whoever begins settles it, or asks for its message id, in any case. `delayMs`: default 1,000. */
export function beginAnswer(
  { api, log }: Pick<BotServices, 'api' | 'log'>,
  message: Message,
  waitingHtml: string,
  delayMs = 1_000,
): PendingAnswer {
  // A promise from the start: an answer that comes while the waiting text is being sent waits for its id.
  let sending: Promise<number | null> = Promise.resolve(null);
  const timer = setTimeout(() => {
    sending = reply(api, message, { html: waitingHtml }).then(
      (sent) => sent.message_id,
      (error) => {
        // The waiting text is a courtesy; the answer itself is sent in any case.
        log.debug({ err: error, chatId: message.chat.id }, 'could not send the waiting text');
        return null;
      },
    );
  }, delayMs);
  // No waiting text appears after this.
  const messageId = () => {
    clearTimeout(timer);
    return sending;
  };
  return {
    messageId,
    async settle(answer) {
      const sent = await messageId();
      if (sent === null) {
        await reply(api, message, answer);
        return;
      }
      try {
        await api.editMessageText(message.chat.id, sent, answer.html, { ...format, ...markup(answer.keyboard) });
      } catch (error) {
        if (refusalOf(error) !== 'message-gone') throw error;
        await reply(api, message, answer);
      }
    },
  };
}
