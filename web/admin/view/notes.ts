import { html } from 'hono/html';
import type { Scene } from '../scene.ts';
import { type Markup, nothing } from './markup.ts';

/** What was just done, with *Undo* where it can be undone. The place is there also when it is empty, so that screen readers hear of changes. */
export function notes({ note, texts, operation }: Scene): Markup {
  return html`<div id="notes" role="status" aria-live="polite">${
    note === null
      ? nothing
      : html`<div class="note${note.isBad ? ' bad' : ''}"><span>${note.text}</span>${
          note.undo === null
            ? nothing
            : html`<form method="post" action="/admin/audit/${note.undo}/revert"><input type="hidden" name="operation" value="${operation}">
<input type="hidden" name="back" value="1"><button class="link">${texts.frame.undo}</button></form>`
        }</div>`
  }</div>`;
}

/** A note that belongs to a form or a list and is part of the page. */
export function banner(text: Markup, kind: 'bad' | 'quiet' = 'bad'): Markup {
  return html`<div class="note ${kind}" role="alert"><span>${text}</span></div>`;
}
