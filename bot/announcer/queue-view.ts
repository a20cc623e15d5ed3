import type { QueuePage, QueueRow } from '../../control/read-queue.ts';
import { queueName } from '../texts/display-name.ts';
import { displayBar, displayLength, displaySpan } from '../texts/display-time.ts';
import { escapeHtml } from '../texts/escape-html.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** A page of the queue in words, as Telegram HTML. `listeners`: null when it is not known. The buttons are bot/menus/'s. */
export function drawQueueHtml(texts: Texts, locale: Locale, queue: QueuePage, listeners: number | null): string {
  const rows = queue.rows.map((row) => drawRow(texts, locale, row));
  const body = rows.length > 0 ? rows : emptyLines(texts, locale, queue);
  const head = isIdle(queue) && rows.length === 0 ? [] : [drawHead(texts, locale, queue)];
  // Something between what plays and what waits, for those who look at it on a phone.
  const gap = head.length > 0 && body.length > 0 ? [''] : [];
  return [...head, ...gap, ...body, ...drawTotals(texts, locale, queue, listeners)].join('\n');
}

/** What stands in place of the list. */
function emptyLines(texts: Texts, locale: Locale, queue: QueuePage): readonly string[] {
  if (isIdle(queue)) return [texts.html(locale, 'queue-empty-off')];
  return queue.playback.isOn ? [texts.html(locale, 'queue-empty')] : [];
}

/** Off the air with nothing kept: there is no current track to show above the list. */
function isIdle({ playback }: QueuePage): boolean {
  return !playback.isOn && playback.current === null;
}

/** What plays, with a bar; endless things have no bar. */
function drawHead(texts: Texts, locale: Locale, { playback, isStalled, waitsForListeners }: QueuePage): string {
  if (playback.current === null && !playback.isOn) return texts.html(locale, 'queue-off');
  if (playback.current === null) return texts.html(locale, 'queue-placeholder');
  const { track } = playback.current;
  const name = queueName(track);
  if (!playback.isOn) {
    return `${texts.html(locale, 'queue-off')}\n${texts.html(locale, 'queue-current-paused', { name })}`;
  }
  if (isStalled) return texts.html(locale, 'queue-current-stalled', { name });
  const isSilent = playback.isPaused || waitsForListeners;
  const head = texts.html(locale, isSilent ? 'queue-current-paused' : 'queue-current', { name });
  if (track.durationMs === null) return `${head}\n${displayLength(playback.positionMs)}`;
  const times = `${displayLength(playback.positionMs)} / ${displayLength(track.durationMs)}`;
  return `${head}\n${displayBar(playback.positionMs, track.durationMs)} ${times}`;
}

/** One line: position, name, length, when it starts, who added it. Columns that are not known are left out. */
function drawRow(texts: Texts, locale: Locale, { position, item, startsInMs }: QueueRow): string {
  const { track, addedBy } = item;
  const columns = [
    texts.html(locale, 'queue-row', { position, name: queueName(track) }),
    ...(track.durationMs === null ? [] : [displayLength(track.durationMs)]),
    ...(startsInMs === null ? [] : [drawWait(texts, locale, startsInMs)]),
    // In code style a name does not notify the person each time somebody looks at the queue.
    `<code>${escapeHtml(addedBy.name)}</code>`,
  ];
  return columns.join('  ');
}

/** `in 5 min`. Plain text: it becomes part of a line that is HTML already, and holds nothing of people's. */
function drawWait(texts: Texts, locale: Locale, startsInMs: number): string {
  if (startsInMs < 60_000) return texts.plain(locale, 'queue-row-soon');
  return texts.plain(locale, 'queue-row-wait', { wait: displaySpan(texts, locale, startsInMs) });
}

/** `12 tracks · 58 min · 23 listening`, or as much of it as is known. */
function drawTotals(texts: Texts, locale: Locale, queue: QueuePage, listeners: number | null): readonly string[] {
  const parts = [
    ...(queue.queueLength === 0 ? [] : [texts.html(locale, 'queue-tracks', { count: queue.queueLength })]),
    ...(queue.totalMs === null || queue.totalMs === 0 ? [] : [displaySpan(texts, locale, queue.totalMs)]),
    ...(listeners === null || !queue.playback.isOn
      ? []
      : [texts.html(locale, 'queue-listeners', { count: listeners })]),
  ];
  return parts.length === 0 ? [] : ['', parts.join(' · ')];
}
