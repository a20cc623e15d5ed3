import type { Addition, OverLimit } from '../../control/add-tracks.ts';
import type { EnqueueResult } from '../../control/enqueue.ts';
import type { NamedRefusal, Track } from '../../storage/model.ts';
import type { Place } from '../../storage/store.ts';
import type { Answer } from '../reply.ts';
import type { BotServices } from '../services.ts';
import { trackName } from '../texts/display-name.ts';
import { displayLength, displaySpan } from '../texts/display-time.ts';
import { refusalText } from '../texts/refusal-text.ts';
import { shortRefusal } from '../texts/short-refusal.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import type { CommandCall } from './command.ts';
import { itemKeyboard, undoKeyboard } from './command-button.ts';
import { forbiddenText } from './forbidden.ts';

/** How many refusals of a playlist are named, and how many found tracks. */
const mostNamed = 5;

/** The answer to /play when the card is not the answer. */
export async function describePlay(
  services: BotServices,
  { locale, message }: Pick<CommandCall, 'locale' | 'message'>,
  result: EnqueueResult,
  place: Place,
): Promise<Answer> {
  const { texts } = services;
  switch (result.type) {
    case 'added':
      return describeAdded(texts, locale, result);
    case 'refused':
      return { html: refusalText(texts, locale, result.name, result.refusal) };
    case 'choices':
      return { html: describeChoices(texts, locale, result.choices) };
    case 'over-limit':
      return { html: texts.html(locale, 'over-limit', { limit: result.limit, present: result.present }) };
    case 'forbidden':
      return result.reason === 'blocked'
        ? { html: texts.html(locale, 'blocked') }
        : { html: await forbiddenText(services, message.chat.id, locale, forbiddenKey(place)) };
    case 'no-answer':
      return { html: texts.html(locale, 'no-answer') };
  }
}

/** Everybody may add somewhere; to the front only operators. */
export function forbiddenKey(place: Place): 'forbidden' | 'add-forbidden' {
  return place === 'front' ? 'forbidden' : 'add-forbidden';
}

/** What was left out of an addition, as lines of Telegram HTML; empty when nothing was. */
function leftOut(
  texts: Texts,
  locale: Locale,
  { refused, overLimit }: { readonly refused: readonly NamedRefusal[]; readonly overLimit: OverLimit | null },
): readonly string[] {
  // A playlist may name the same thing many times.
  const reasons = [...new Set(refused.map(({ name, refusal }) => shortRefusal(texts, locale, name, refusal)))];
  // A reason is HTML already, so the frame is composed around it and not with it as a value.
  const [before = '', after = ''] = texts.html(locale, 'not-added', { reason: '\u0000' }).split('\u0000');
  const more = reasons.length - mostNamed;
  return [
    ...reasons.slice(0, mostNamed).map((reason) => `${before}${reason}.${after}`),
    ...(more > 0 ? [texts.html(locale, 'not-added-more', { count: more })] : []),
    ...(overLimit === null ? [] : [texts.html(locale, 'added-left', { ...overLimit })]),
  ];
}

function describeAdded(texts: Texts, locale: Locale, result: Extract<EnqueueResult, { type: 'added' }>): Answer {
  const { items, firstPosition, version } = result;
  const [first] = items;
  const lines = [describeAddition(texts, locale, result), ...leftOut(texts, locale, result)];
  const keyboard =
    items.length === 1 && first !== undefined
      ? itemKeyboard(texts, locale, first.itemId, { isNext: firstPosition === 1 })
      : undoKeyboard(texts, locale, version);
  return { html: lines.join('\n'), keyboard };
}

/** Where it stands now and when it will start. A sum of lengths is left out when one of them is not known. */
export function describeAddition(
  texts: Texts,
  locale: Locale,
  { items, firstPosition, lastPosition, waitMs }: Addition,
): string {
  const lengthMs = items.reduce<number | null>(
    (sum, { track }) => (sum === null || track.durationMs === null ? null : sum + track.durationMs),
    0,
  );
  const [first] = items;
  const added =
    items.length === 1 && first !== undefined
      ? texts.html(locale, 'added', {
          position: firstPosition,
          name: `${trackName(first.track)}${lengthMs === null ? '' : ` · ${displayLength(lengthMs)}`}`,
        })
      : texts.html(locale, lastPosition - firstPosition + 1 === items.length ? 'added-many' : 'added-among', {
          count: items.length,
          first: firstPosition,
          last: lastPosition,
          length: lengthMs === null ? '' : ` · ${displaySpan(texts, locale, lengthMs)}`,
        });
  if (waitMs === null) return added;
  const starts =
    waitMs < 60_000
      ? texts.html(locale, 'starts-soon')
      : texts.html(locale, 'starts-in', { wait: displaySpan(texts, locale, waitMs) });
  return `${added}\n${starts}`;
}

function describeChoices(texts: Texts, locale: Locale, choices: readonly Track[]): string {
  const rows = choices
    .slice(0, mostNamed)
    .map((track, i) => texts.html(locale, 'choice', { number: i + 1, name: trackName(track) }));
  return [texts.html(locale, 'choices'), ...rows].join('\n');
}
