import type { QueuePage, QueueRow } from '../../control/read-queue.ts';
import type { Answer, Keyboard } from '../reply.ts';
import { queueName } from '../texts/display-name.ts';
import { displayBar, displayLength, displaySpan } from '../texts/display-time.ts';
import { escapeHtml } from '../texts/escape-html.ts';
import type { Locale, Texts } from '../texts/texts.ts';
import { buttonData } from './button-data.ts';

/** Draws a page of the queue. `listeners`: null when it is not known. */
export function drawQueue(texts: Texts, locale: Locale, queue: QueuePage, listeners: number | null): Answer {
  const rows = queue.rows.map((row) => drawRow(texts, locale, row));
  const body = rows.length > 0 ? rows : [texts.html(locale, isIdle(queue) ? 'queue-empty-off' : 'queue-empty')];
  const head = isIdle(queue) && rows.length === 0 ? [] : [drawHead(texts, locale, queue)];
  const lines = [...head, ...body, ...drawTotals(texts, locale, queue, listeners)];
  return { html: lines.join('\n'), keyboard: pageButtons(queue) };
}

function isIdle({ playback }: QueuePage): boolean {
  return !playback.isOn && playback.current === null;
}

function drawHead(texts: Texts, locale: Locale, { playback }: QueuePage): string {
  if (!playback.isOn) return texts.html(locale, 'queue-off');
  if (playback.current === null) return texts.html(locale, 'queue-placeholder');
  const { track } = playback.current;
  const head = texts.html(locale, playback.isPaused ? 'queue-current-paused' : 'queue-current', {
    name: queueName(track),
  });
  if (track.durationMs === null) return `${head}\n${displayLength(playback.positionMs)}`;
  const times = `${displayLength(playback.positionMs)} / ${displayLength(track.durationMs)}`;
  return `${head}\n${displayBar(playback.positionMs, track.durationMs)} ${times}`;
}

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

function drawWait(texts: Texts, locale: Locale, startsInMs: number): string {
  if (startsInMs < 60_000) return texts.plain(locale, 'queue-row-soon');
  return texts.plain(locale, 'queue-row-wait', { wait: displaySpan(texts, locale, startsInMs) });
}

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

/** `[‹] [2/5] [›]`; the middle one reads the page again. */
function pageButtons({ page, pageCount }: QueuePage): Keyboard {
  if (pageCount === 1) return [];
  const to = (text: string, target: number) => ({ text, callback_data: buttonData({ type: 'page', page: target }) });
  return [
    [
      ...(page > 0 ? [to('‹', page - 1)] : []),
      to(`${page + 1}/${pageCount}`, page),
      ...(page < pageCount - 1 ? [to('›', page + 1)] : []),
    ],
  ];
}
