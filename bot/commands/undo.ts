import type { UndoResult } from '../../control/queue/undo.ts';
import { displayName } from '../texts/display-name.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import { type Command, requestOf } from './command.ts';
import { forbiddenText } from './forbidden.ts';

/** `/undo`: takes the last edit of the queue back, up to ten one after the other. */
export const undo: Command = async (services, call) => {
  const { cards, confirmations, control, texts } = services;
  const { locale, message } = call;
  const result = await control.undo(await requestOf(services, call));
  if (result.type === 'done') cards.refresh(message.chat.id);
  const html =
    result.type === 'forbidden'
      ? await forbiddenText(services, message.chat.id, locale, 'forbidden')
      : undoText(texts, locale, result);
  await confirmations.say(message, { html });
};

/** What became of an undo, as Telegram HTML. */
export function undoText(texts: Texts, locale: Locale, result: Exclude<UndoResult, { type: 'forbidden' }>): string {
  if (result.type === 'none') return texts.html(locale, 'undo-none');
  if (result.type === 'stale') return texts.html(locale, 'edit-stale');
  const { edit, items } = result;
  const name = displayName(items[0]?.track.title ?? '');
  return texts.html(locale, `undo-${edit}`, { count: items.length, name });
}
