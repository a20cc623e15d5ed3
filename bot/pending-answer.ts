import type { Message } from 'grammy/types';
import { refusalOf } from './api-errors.ts';
import { type Answer, format, markup, reply } from './reply.ts';
import type { BotServices } from './services.ts';

/** Telegram lets a bot send or edit 20 messages a minute in a group. */
const everyMs = 3_000;

/** An answer that may take a while: after a second a waiting text stands in for it, and becomes it in the end. */
export interface PendingAnswer {
  /** The waiting text's message, if it was sent; no waiting text is sent after this. */
  messageId(): Promise<number | null>;
  /** Changes the waiting text, at most every 3 s; it is not sent for that alone. */
  wait(html: string): void;
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
  let waiting = { html: waitingHtml, at: Number.NEGATIVE_INFINITY };
  let isSettled = false;
  const timer = setTimeout(() => {
    waiting = { ...waiting, at: performance.now() };
    sending = reply(api, message, { html: waiting.html }).then(
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
    isSettled = true;
    clearTimeout(timer);
    return sending;
  };
  /** Edits go one after the other, as the answer must be the last. */
  const edit = async (before: Promise<number | null>, html: string): Promise<number | null> => {
    const sent = await before;
    if (sent === null || isSettled) return sent;
    try {
      await api.editMessageText(message.chat.id, sent, html, format);
    } catch (error) {
      log.debug({ err: error, chatId: message.chat.id }, 'could not change the waiting text');
    }
    return sent;
  };
  return {
    messageId,
    wait(html) {
      const isSent = waiting.at > 0;
      if (isSettled || html === waiting.html) return;
      if (isSent && performance.now() - waiting.at < everyMs) return;
      waiting = { html, at: isSent ? performance.now() : waiting.at };
      if (isSent) sending = edit(sending, html);
    },
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
