import { refusalOf } from '../api-errors.ts';
import { parseCommand } from '../commands/parse-command.ts';
import type { BotContext } from '../context.ts';
import { reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { localeOf } from '../texts/texts.ts';
import { errorText } from './error-text.ts';

/**
 * Answers an update whose handling broke before its handler could say so itself: a press by a toast, a message by an answer, if it
 * was meant for the bot.
 */
export async function tellFailure(services: BotServices, context: BotContext, error: unknown): Promise<void> {
  const { api, log, me, texts } = services;
  const { callbackQuery, message, from } = context;
  const chatId = context.chat?.id;
  if (refusalOf(error) === 'chat-closed') {
    log.info({ chatId }, 'may not write in a chat');
    return;
  }
  log.error({ err: error, chatId, updateId: context.update.update_id }, 'an update could not be handled');
  // What somebody chose is not looked up: that may be what is broken.
  const locale = localeOf(from?.language_code);
  if (callbackQuery !== undefined) {
    await api.answerCallbackQuery(callbackQuery.id, { text: texts.plain(locale, 'toast-error') });
    return;
  }
  if (message === undefined) return;
  const { type } = parseCommand(message, me.username);
  const isMeant = type === 'command' || type === 'mention' || (type === 'none' && message.chat.type === 'private');
  if (isMeant) await reply(api, message, { html: errorText(texts, locale, error) });
}
