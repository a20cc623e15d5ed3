import type { EditResult } from '../../control/queue/edit-result.ts';
import type { Answer } from '../reply.ts';
import type { BotServices } from '../services.ts';
import type { CommandCall } from './command.ts';
import { undoKeyboard } from './command-button.ts';
import { forbiddenText } from './forbidden.ts';

/** What each outcome of an edit says; `forbidden` and `stale` are the same everywhere. */
export interface EditTexts {
  readonly done: (edited: Extract<EditResult, { type: 'done' }>) => string;
  /** For a position that does not exist, and for nothing to do it to. */
  readonly none: (length: number) => string;
  readonly forbiddenKey?: 'forbidden' | 'remove-forbidden';
}

/** Answers an edit of the queue: in words, with [↶ Undo] for those who may. */
export async function answerEdit(
  services: BotServices,
  { message, locale }: Pick<CommandCall, 'message' | 'locale'>,
  result: EditResult,
  say: EditTexts,
): Promise<void> {
  const { cards, confirmations, texts } = services;
  const answer = async (): Promise<Answer> => {
    switch (result.type) {
      case 'done':
        return { html: say.done(result), keyboard: undoKeyboard(texts, locale, result.version) };
      case 'out-of-range':
      case 'none':
        return { html: say.none(result.length) };
      case 'stale':
        return { html: texts.html(locale, 'edit-stale') };
      case 'forbidden':
        return { html: await forbiddenText(services, message.chat.id, locale, say.forbiddenKey ?? 'forbidden') };
    }
  };
  if (result.type === 'done') cards.refresh(message.chat.id);
  await confirmations.say(message, await answer());
}
