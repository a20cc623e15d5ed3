import type { EnqueueManyResult } from '../../control/enqueue-many.ts';
import { nameOfQuery } from '../../control/resolve-query.ts';
import { undoKeyboard } from '../commands/command-button.ts';
import { describeAddition } from '../commands/play-answer.ts';
import type { Answer } from '../reply.ts';
import { displayName } from '../texts/display-name.ts';
import { shortRefusal } from '../texts/short-refusal.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** How many of those that were not added are named. */
const mostNamed = 8;

/** What became of an addition of several: what, where, and what not, and why; with [↶ Undo] for those who may. */
export function describeMany(
  texts: Texts,
  locale: Locale,
  { added, refused, overLimit, unanswered, choices }: Extract<EnqueueManyResult, { type: 'done' }>,
  mayUndo: boolean,
): Answer {
  const all = [
    ...refused.map(({ name, refusal }) => shortRefusal(texts, locale, name, refusal)),
    ...choices.map(({ query }) =>
      texts.html(locale, 'reason-several', {
        name: displayName(nameOfQuery(query), 40),
      }),
    ),
    ...unanswered.map((name) => texts.html(locale, 'many-unanswered', { name: displayName(name, 40) })),
  ];
  // A playlist may name the same thing many times.
  const reasons = [...new Set(all)];
  const named = reasons.slice(0, mostNamed).join('; ');
  const more = reasons.length - mostNamed;
  const lines = [
    added === null ? texts.html(locale, 'many-nothing') : describeAddition(texts, locale, added),
    ...(reasons.length === 0 ? [] : [`${texts.html(locale, 'many-not-added')} ${named}.`]),
    ...(more > 0 ? [texts.html(locale, 'not-added-more', { count: more })] : []),
    ...(overLimit === null ? [] : [texts.html(locale, 'added-left', { ...overLimit })]),
  ];
  const isUndoable = added !== null && mayUndo;
  return { html: lines.join('\n'), keyboard: isUndoable ? undoKeyboard(texts, locale, added.version) : [] };
}
