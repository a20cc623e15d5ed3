import type { BotContext } from './bot-context.ts';
import type { CallbackAnswer } from './callback-queries.ts';
import { type InlineButton, inlineKeyboardOf } from './reply-markup.ts';

/** A press: the button by its callback data, or by its text or the start of it. */
export interface Press {
  readonly chatId: number;
  readonly messageId: number;
  readonly fromId: number;
  readonly data?: string;
  readonly button?: string;
  /** With `data`: the client presses what it saw, also if the button has been replaced meanwhile. */
  readonly isOutdated?: boolean;
}

/** What comes of a press. `no-button`: nothing to press there; `no-answer`: the bot kept silent. */
export type PressOutcome =
  | { readonly type: 'answered'; readonly answer: CallbackAnswer }
  | { readonly type: 'no-button'; readonly reason: string }
  | { readonly type: 'no-answer' };

/** How long a client shows its spinner before it gives up. */
const answerWaitMs = 10_000;

/** A person presses an inline button; resolves with what they see. */
export async function pressButton(context: BotContext, press: Press): Promise<PressOutcome> {
  const { world, queue, callbacks, render } = context;
  const message = world.message(press.chatId, press.messageId);
  if (message === undefined || message.deleted) return { type: 'no-button', reason: 'There is no such message.' };
  const button =
    press.isOutdated === true && press.data !== undefined
      ? { text: '', callback_data: press.data }
      : findButton(inlineKeyboardOf(message.replyMarkup)?.inline_keyboard.flat() ?? [], press);
  if (button === undefined) return { type: 'no-button', reason: 'There is no such button under that message.' };
  if (button.callback_data === undefined)
    return { type: 'no-button', reason: 'That button opens a link; the bot hears nothing of it.' };
  // The update is queued first: the bot may answer before this function goes on.
  const { id, answer } = callbacks.open(answerWaitMs);
  queue.push('callback_query', {
    id,
    from: render.user(press.fromId),
    message: render.message(message),
    chat_instance: String(press.chatId),
    data: button.callback_data,
  });
  const given = await answer;
  return given === null ? { type: 'no-answer' } : { type: 'answered', answer: given };
}

/** By callback data exactly; by text exactly, else by its start, so that "Skip" finds "Skip 2/4". */
function findButton(buttons: readonly InlineButton[], { data, button }: Press): InlineButton | undefined {
  if (data !== undefined) return buttons.find((candidate) => candidate.callback_data === data);
  if (button === undefined) return undefined;
  return (
    buttons.find((candidate) => candidate.text === button) ??
    buttons.find((candidate) => candidate.text.startsWith(button))
  );
}
