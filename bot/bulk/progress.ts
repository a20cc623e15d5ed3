import type { Message } from 'grammy/types';
import { editCard } from '../announcer/card-message.ts';
import { type Answer, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';

/** One message that says how far something has come, and in the end what came of it. */
export interface Progress {
  /** It has come that far. */
  report(html: string): void;
  /** Says what came of it, in the same message. */
  settle(answer: Answer): Promise<void>;
  /** Nothing came of it, and somebody else says why: only a message that stands there already is changed. */
  abandon(html: string): Promise<void>;
}

/** What is done within this time needs no words meanwhile. */
const delayMs = 1_000;
/** Telegram lets a bot send or edit 20 messages a minute in a group. */
const everyMs = 3_000;

/** Begins to wait. Whoever begins settles it, in any case. */
export function beginProgress(
  { api, log }: Pick<BotServices, 'api' | 'log'>,
  message: Message,
  html: string,
): Progress {
  let wanted = html;
  let said = '';
  let messageId: number | null = null;
  let isSettled = false;
  let timer: NodeJS.Timeout;
  /** The request under way: edits must not overtake each other. */
  let sending: Promise<void> = Promise.resolve();

  const say = async () => {
    if (wanted === said) return;
    said = wanted;
    if (messageId === null) messageId = (await reply(api, message, { html: said })).message_id;
    else await editCard(api, message.chat.id, messageId, { html: said });
  };
  const tick = () => {
    sending = say()
      // Progress is a courtesy; what came of it is told in any case.
      .catch((error: unknown) => log.debug({ err: error, chatId: message.chat.id }, 'could not show the progress'))
      .finally(() => {
        if (!isSettled) timer = setTimeout(tick, everyMs);
      });
  };
  timer = setTimeout(tick, delayMs);

  /** No progress is said after this. */
  const stop = async () => {
    isSettled = true;
    clearTimeout(timer);
    await sending;
  };

  return {
    report(next) {
      wanted = next;
    },
    async settle(answer) {
      await stop();
      if (messageId !== null && (await editCard(api, message.chat.id, messageId, answer)) === 'done') return;
      await reply(api, message, answer);
    },
    async abandon(last) {
      await stop();
      if (messageId !== null) await editCard(api, message.chat.id, messageId, { html: last });
    },
  };
}
