import type { HistoryEntry, QueueItem } from '../../storage/model.ts';
import { failureOf } from '../announcer/failure.ts';
import { reply } from '../reply.ts';
import { queueName } from '../texts/display-name.ts';
import { displayLength } from '../texts/display-time.ts';
import { escapeHtml } from '../texts/escape-html.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import { readNumber } from './arguments/read-number.ts';
import type { Command } from './command.ts';
import { describePastSessions } from './past-sessions.ts';

/** How many rows it has when no number is given, and at most: 15 rows of the longest names stay below 4,096 characters. */
const usual = 10;
const most = 15;

/**
 * `/history`, `/history 15`: what has played, and how each ended. What plays now stands above: after /previous that is a track that has
 * left the list, as it is still to end.
 */
export const history: Command = async (services, { message, argument, locale }) => {
  const { api, control, texts } = services;
  const wanted = argument === '' ? usual : readNumber(argument);
  if (wanted === null || wanted < 1 || wanted > most) {
    return void (await reply(api, message, { html: texts.html(locale, 'history-how', { most }) }));
  }
  const [entries, { playback, isStalled }] = await Promise.all([
    control.readHistory(message.chat.id, wanted),
    control.readNowPlaying(message.chat.id),
  ]);
  const { isOn, current } = playback;
  const now = isOn && current !== null && !isStalled ? [drawNow(texts, locale, current)] : [];
  const rows = entries.map((entry, i) => drawRow(texts, locale, entry, i + 1));
  const say = (key: string) => texts.html(locale, key);
  const nothing = [...now, say(now.length > 0 ? 'history-nothing-before' : 'history-empty')];
  const past = await describePastSessions(services, message.chat.id, locale);
  // Of what was on the air before, only what is kept has not ended.
  const isSilent = rows.length === 0 && now.length === 0 && past.length > 0;
  const lines = rows.length === 0 ? nothing : [say('history-head'), ...now, ...rows];
  await reply(api, message, { html: [...(isSilent ? [] : lines), ...past].join('\n').trim() });
};

function drawNow(texts: Texts, locale: Locale, { track, addedBy }: QueueItem): string {
  return `${texts.html(locale, 'history-now', { name: queueName(track) })}  <code>${escapeHtml(addedBy.name)}</code>`;
}

function drawRow(texts: Texts, locale: Locale, { item, outcome, reason }: HistoryEntry, number: number): string {
  const { track, addedBy } = item;
  const columns = [
    texts.html(locale, 'history-row', { number, name: queueName(track) }),
    ...(track.durationMs === null ? [] : [displayLength(track.durationMs)]),
    ...drawOutcome(texts, locale, outcome, reason),
    // In code style a name does not notify the person.
    `<code>${escapeHtml(addedBy.name)}</code>`,
  ];
  return columns.join('  ');
}

/** Nothing is said of what was played to its end: that is the rule. */
function drawOutcome(
  texts: Texts,
  locale: Locale,
  outcome: HistoryEntry['outcome'],
  reason: string | null,
): readonly string[] {
  switch (outcome) {
    case 'finished':
      return [];
    case 'skipped':
      return [texts.html(locale, 'history-skipped')];
    case 'stopped':
      return [texts.html(locale, 'history-stopped')];
    case 'failed':
      return [texts.html(locale, 'history-failed', { reason: failureOf(reason ?? '') })];
  }
}
