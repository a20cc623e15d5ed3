import { html } from 'hono/html';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { QueuePage, QueueRow } from '../../../../control/read-queue.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import { hiddenFields } from '../../view/form.ts';
import { live } from '../../view/live.ts';
import { type Markup, name, nothing, plainName } from '../../view/markup.ts';
import { length } from '../../view/time.ts';
import { trackName } from '../../view/track-name.ts';

/** The queue with its buttons: each row can be moved and removed, by buttons or by dragging. */
export function queuePart(scene: SignedIn, stream: StreamView, queue: QueuePage): Markup {
  const { broadcasts, frame } = scene.texts;
  const { rows, page, pageCount, queueLength, totalMs } = queue;
  const isEditor = mayDo(scene, 'edit-queue');
  const total = totalMs === null || queueLength === 0 ? '' : ` · ${length(totalMs)}`;
  return html`<section class="queue" aria-labelledby="queue-title"><div class="queue-head"><h2 id="queue-title">${broadcasts.queue}</h2>
<span class="soft">${broadcasts.queueCount(queueLength)}${total}</span>
${isEditor ? html`<div class="buttons">${edit(scene, stream.id, 'undo', broadcasts.undo)}${queueLength === 0 ? nothing : edit(scene, stream.id, 'clear', broadcasts.clear)}</div>` : nothing}</div>
${
  rows.length === 0
    ? html`<p class="empty">${broadcasts.queueEmpty}</p>`
    : html`<ol class="items"${isEditor ? html` data-sortable="/admin/streams/${stream.id}/move"` : nothing}>${rows.map((row) => item(scene, stream, row, isEditor))}</ol>`
}
${
  pageCount === 1
    ? nothing
    : html`<nav class="paging" aria-label="${frame.pages}">${pageLink(stream.id, page - 1, pageCount, frame.previousPage, '‹')}
<span>${frame.pageOf(page + 1, pageCount)}</span>${pageLink(stream.id, page + 1, pageCount, frame.nextPage, '›')}</nav>`
}
</section>`;
}

function item(scene: SignedIn, stream: StreamView, { position, item: it }: QueueRow, isEditor: boolean): Markup {
  const { id: streamId, queueLength } = stream;
  const { broadcasts, songs } = scene.texts;
  const title = plainName(it.track.title);
  const move = (to: number, sign: string, label: string) =>
    html`<form method="post" action="/admin/streams/${streamId}/move" ${live(streamId, 'move')}>${hiddenFields({
      operation: scene.operation,
      item: it.itemId,
      from: String(position),
      to: String(to),
    })}<button class="icon" aria-label="${label}" title="${label}"${to < 1 || to > queueLength || to === position ? ' disabled' : ''}>${sign}</button></form>`;
  return html`<li id="item-${it.itemId}" data-item="${it.itemId}" data-position="${position}">
${isEditor ? html`<span class="grip" title="${broadcasts.drag}" aria-hidden="true">⠿</span>` : nothing}
<span class="place">${position}</span>
<span class="what">${trackName(it.track)}<small class="soft">${name(it.addedBy.name)}</small></span>
<span class="figures soft">${it.track.durationMs === null ? songs.endless : length(it.track.durationMs)}</span>
${
  isEditor
    ? html`<span class="moves">${move(1, '⤒', broadcasts.moveFirst(title))}${move(position - 1, '↑', broadcasts.moveUp(title))}${move(position + 1, '↓', broadcasts.moveDown(title))}
<form method="post" action="/admin/streams/${streamId}/remove" ${live(streamId, 'remove')}>${hiddenFields({
        operation: scene.operation,
        item: it.itemId,
        position: String(position),
      })}<button class="icon" aria-label="${broadcasts.removeItem(title)}" title="${broadcasts.removeItem(title)}">✕</button></form></span>`
    : nothing
}</li>`;
}

function edit(scene: SignedIn, streamId: number, what: string, label: string): Markup {
  return html`<form method="post" action="/admin/streams/${streamId}/${what}" ${live(streamId, what)}>${hiddenFields({ operation: scene.operation })}<button class="link">${label}</button></form>`;
}

/** Adding to the queue. It stands outside of what follows the stream, so that nothing touches what is being written. */
export function addForm(scene: SignedIn, streamId: number): Markup {
  const { broadcasts } = scene.texts;
  return html`<form class="add" method="post" action="/admin/streams/${streamId}/add" ${live(streamId, 'add', '#add-state')} data-resets><span id="add-state">${hiddenFields({ operation: scene.operation })}</span>
<label for="add-text">${broadcasts.addLabel}</label>
<div><input type="text" id="add-text" name="text" placeholder="${broadcasts.addPlaceholder}" maxlength="2000" required autocomplete="off">
<button name="place" value="end">${broadcasts.addEnd}</button><button name="place" value="front" class="secondary">${broadcasts.addFront}</button></div></form>`;
}

function pageLink(streamId: number, page: number, pageCount: number, label: string, sign: string): Markup {
  return page < 0 || page >= pageCount
    ? html`<span class="step off" aria-hidden="true">${sign}</span>`
    : html`<a class="step" href="/admin/streams/${streamId}?queue=${page + 1}" aria-label="${label}">${sign}</a>`;
}
