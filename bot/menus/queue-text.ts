import type { QueuePage } from '../../control/read-queue.ts';
import { drawQueueHtml } from '../announcer/queue-view.ts';
import { trackName } from '../texts/display-name.ts';
import { displayLength, displaySpan } from '../texts/display-time.ts';
import type { Texts } from '../texts/texts.ts';
import type { QueueView } from './queue-view-code.ts';

/** What stands above the buttons of a queue. `listeners`: null when it is not known. */
export function drawQueueText(texts: Texts, queue: QueuePage, view: QueueView, listeners: number | null): string {
  const { locale, mode, item } = view;
  const row = queue.rows.find(({ position }) => position === item?.position);
  if (row !== undefined && (mode === 'item' || mode === 'remove')) {
    const { track, addedBy } = row.item;
    const length = track.durationMs === null ? '' : ` · ${displayLength(track.durationMs)}`;
    const about = [
      texts.html(locale, 'item-added-by', { name: addedBy.name }),
      ...(row.startsInMs === null ? [] : [startsIn(texts, locale, row.startsInMs)]),
    ];
    const head = texts.html(locale, 'item-head', {
      position: row.position,
      length: queue.queueLength,
      name: `${trackName(track)}${length}`,
    });
    const lines = [head, about.join(' · ')];
    return [...lines, ...(mode === 'remove' ? ['', texts.html(locale, 'item-remove-question')] : [])].join('\n');
  }
  const list = drawQueueHtml(texts, locale, queue, listeners);
  if (mode === 'clear') return `${list}\n\n${texts.html(locale, 'clear-question', { count: queue.queueLength })}`;
  return mode === 'edit' && queue.rows.length > 0 ? `${list}\n\n${texts.html(locale, 'edit-how')}` : list;
}

function startsIn(texts: Texts, locale: QueueView['locale'], waitMs: number): string {
  if (waitMs < 60_000) return texts.html(locale, 'item-starts-soon');
  return texts.html(locale, 'item-starts-in', { wait: displaySpan(texts, locale, waitMs) });
}
