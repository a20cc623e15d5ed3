import type { Conversation } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Message, Update, User } from 'grammy/types';
import { may, roleFor } from '../../control/policy.ts';
import { editCard } from '../announcer/card-message.ts';
import { refusalOf } from '../api-errors.ts';
import type { BotContext } from '../context.ts';
import { personOf } from '../people/speaker.ts';
import { type Anchor, reply } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { AskStart } from './ask.ts';
import { forbiddenToast } from './deed.ts';
import { type Answered, questions } from './questions.ts';

/** What an update means to somebody who was asked for words. */
type Step =
  | { readonly type: 'said'; readonly text: string; readonly message: Message; readonly from: User }
  /** `callbackId` null: by `/cancel`. */
  | { readonly type: 'cancel'; readonly callbackId: string | null }
  | { readonly type: 'erase'; readonly callbackId: string; readonly from: User }
  /** They did something else: the question is over. */
  | { readonly type: 'moved-on' }
  /** A sticker, or the like. */
  | { readonly type: 'no-text'; readonly message: Message };

/**
 * Asks for words until there is an answer that can be used; Cancel, /cancel and anything else that one does with the bot end it. The
 * plugin runs this function anew for each update and replays what happened: whatever has an effect stands in `external`.
 */
export function askForText(services: BotServices) {
  const { api, menus, texts } = services;

  const ask = async ({ question, view, anchor }: AskStart): Promise<number> => {
    const { prompt, isErasable } = questions[question];
    const button = (key: string, data: string) => ({ text: texts.plain(view.locale, key), callback_data: data });
    const erase = isErasable ? [button('button-admin-erase', 'ask/erase')] : [];
    const keyboard = [[...erase, button('button-cancel', 'ask/cancel')]];
    return (await reply(api, anchor, { html: texts.html(view.locale, prompt), keyboard })).message_id;
  };
  /** Uses an answer with the rights that whoever gave it has by now. */
  const use = async (
    { question, view }: AskStart,
    from: User,
    operation: string,
    text: string | null,
  ): Promise<Answered> => {
    const { role, isBlocked } = await services.control.people.standing(from.id);
    const actor = { person: personOf(from), role, isBlocked, isChatOperator: false };
    const { rule, use: take } = questions[question];
    if (!may(actor, rule)) {
      return { type: 'done', view, said: forbiddenToast({ needs: roleFor(rule) }) };
    }
    return await take({ services, request: { actor, operation, origin: 'chat' }, view }, text);
  };
  /** Takes the buttons off the question and says what came of it; gives whether it is over. */
  const settle = async (start: AskStart, promptId: number, anchor: Anchor, answered: Answered): Promise<boolean> => {
    if (answered.type === 'again') {
      await reply(api, anchor, { html: answered.html });
      return false;
    }
    const { locale } = start.view;
    const chatId = start.anchor.chat.id;
    await editCard(api, chatId, promptId, { html: texts.html(locale, questions[start.question].prompt) });
    const { key, values } = typeof answered.said === 'string' ? { key: answered.said, values: {} } : answered.said;
    const drawn = await menus.admin.draw(chatId, answered.view);
    const html = key === '' ? drawn.html : `${texts.html(locale, key, values)}\n\n${drawn.html}`;
    await reply(api, anchor, { ...drawn, html });
    return true;
  };
  const cancel = async ({ view, anchor }: AskStart, promptId: number, callbackId: string | null) => {
    if (callbackId !== null) await answerPress(services, callbackId);
    await editCard(api, anchor.chat.id, promptId, { html: texts.html(view.locale, 'admin-cancelled') });
  };

  return async (conversation: Conversation<BotContext, Context>, _context: Context, start: AskStart): Promise<void> => {
    const promptId = await conversation.external(() => ask(start));
    for (;;) {
      const { update } = await conversation.wait();
      const step = readStep(update, promptId);
      const operation = `u${update.update_id}`;
      switch (step.type) {
        case 'moved-on':
          await conversation.halt({ next: true });
          break;
        case 'no-text':
          await conversation.external(() =>
            reply(api, step.message, { html: texts.html(start.view.locale, 'admin-ask-text') }),
          );
          break;
        case 'cancel':
          await conversation.external(() => cancel(start, promptId, step.callbackId));
          return;
        case 'erase':
          await conversation.external(async () => {
            await answerPress(services, step.callbackId);
            await settle(start, promptId, start.anchor, await use(start, step.from, operation, null));
          });
          return;
        case 'said': {
          const isOver = await conversation.external(async () =>
            settle(start, promptId, step.message, await use(start, step.from, operation, step.text)),
          );
          if (isOver) return;
        }
      }
    }
  };
}

function readStep({ message, callback_query: pressed }: Update, promptId: number): Step {
  if (pressed !== undefined) {
    const action = /^ask\/(cancel|erase)$/.exec(pressed.data ?? '')?.[1];
    if (pressed.message?.message_id !== promptId || action === undefined) return { type: 'moved-on' };
    if (action === 'cancel') return { type: 'cancel', callbackId: pressed.id };
    return { type: 'erase', callbackId: pressed.id, from: pressed.from };
  }
  if (message?.from === undefined) return { type: 'moved-on' };
  const text = (message.text ?? '').trim();
  if (/^\/cancel(@\w+)?$/i.test(text)) return { type: 'cancel', callbackId: null };
  if (text.startsWith('/')) return { type: 'moved-on' };
  return text === '' ? { type: 'no-text', message } : { type: 'said', text, message, from: message.from };
}

/** Takes the clock off a button. After an outage that is too late, but the button is obeyed. */
async function answerPress({ api }: BotServices, callbackId: string): Promise<void> {
  try {
    await api.answerCallbackQuery(callbackId);
  } catch (error) {
    if (refusalOf(error) !== 'callback-over') throw error;
  }
}
