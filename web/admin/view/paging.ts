import { html } from 'hono/html';
import type { Page } from '../../../storage/sql/paging.ts';
import { type ListState, listUrl } from '../request/list-state.ts';
import type { Scene } from '../scene.ts';
import { inPlace } from './in-place.ts';
import { type Markup, nothing } from './markup.ts';

/** To the page before and after, and which one this is. */
export function paging<Sort extends string>(
  { texts: { frame } }: Scene,
  state: ListState<Sort>,
  { page, pageCount }: Pick<Page<unknown>, 'page' | 'pageCount'>,
): Markup {
  if (pageCount === 1) return nothing;
  const step = (to: number, label: string, sign: string) =>
    to < 1 || to > pageCount
      ? html`<span class="step off" aria-hidden="true">${sign}</span>`
      : html`<a class="step" href="${listUrl(state, { page: to })}" ${inPlace} aria-label="${label}">${sign}</a>`;
  return html`<nav class="paging" aria-label="${frame.pages}">${step(page - 1, frame.previousPage, '‹')}
<span>${frame.pageOf(page, pageCount)}</span>${step(page + 1, frame.nextPage, '›')}</nav>`;
}
