import { may } from '../../control/policy.ts';
import type { EditResult } from '../../control/queue/edit-result.ts';
import type { Answer } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { actorOf, type CommandCall } from './command.ts';
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
  call: Pick<CommandCall, 'message' | 'locale' | 'speaker'>,
  result: EditResult,
  say: EditTexts,
): Promise<void> {
  const { cards, confirmations, texts } = services;
  const { message, locale } = call;
  const answer = async (): Promise<Answer> => {
    switch (result.type) {
      case 'done':
        return { html: say.done(result), ...(await undoFor(services, call, result.version)) };
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

/** [↶ Undo], when there is something to take back and whoever edited may do that. `version`: see `EditResult`. */
async function undoFor(
  services: BotServices,
  call: Pick<CommandCall, 'message' | 'locale' | 'speaker'>,
  version: number | null,
): Promise<Pick<Answer, 'keyboard'>> {
  if (version === null || !may(await actorOf(services, call, { withRights: true }), 'edit-queue')) return {};
  return { keyboard: undoKeyboard(services.texts, call.locale, version) };
}
