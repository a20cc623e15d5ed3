import { html } from 'hono/html';
import type { Page } from '../../../storage/sql/paging.ts';
import type { ListState } from '../request/list-state.ts';
import { listUrl } from '../request/list-state.ts';
import type { Scene } from '../scene.ts';
import { type Chip, chips } from './chips.ts';
import { inPlace } from './in-place.ts';
import { type Markup, nothing } from './markup.ts';
import { paging } from './paging.ts';

/** A column. `sort`: what its heading sorts by. `className`: `wide` is left out on a phone, `number` stands to the right. */
export interface Column<Row, Sort extends string> {
  readonly label: string;
  readonly sort?: Sort;
  readonly className?: string;
  readonly cell: (row: Row) => Markup;
}

/** A list. `select`: what wraps the table, such as a form for what is done to the rows ticked. */
export interface ListView<Row, Sort extends string> {
  readonly title: string;
  readonly searchHint: string;
  readonly count: (total: number) => string;
  readonly state: ListState<Sort>;
  readonly page: Page<Row>;
  readonly columns: readonly Column<Row, Sort>[];
  readonly chips: readonly (readonly Chip[])[];
  /** A link beside the heading. */
  readonly add?: { readonly href: string; readonly label: string };
  readonly exportPath: string;
  readonly wrap?: (table: Markup) => Markup;
}

/** The one design of all lists: search, filters, a table that sorts by its headings, pages with totals. */
export function list<Row, Sort extends string>(scene: Scene, view: ListView<Row, Sort>): Markup {
  const { frame } = scene.texts;
  const { state, page } = view;
  const table = page.rows.length === 0 ? html`<p class="empty">${frame.nothingFound}</p>` : drawTable(scene, view);
  return html`<div class="heading"><h1>${view.title}</h1>
${view.add === undefined ? nothing : html`<a role="button" href="${view.add.href}">${view.add.label}</a>`}</div>
<search class="search"><form method="get" action="${state.path}" hx-get="${state.path}" hx-trigger="input delay:200ms, submit" hx-target="#list"
 hx-select="#list" hx-select-oob="#list-state" hx-swap="outerHTML" hx-replace-url="true" hx-sync="this:replace">
<input type="search" name="q" value="${state.search}" placeholder="${view.searchHint}" aria-label="${frame.search}: ${view.searchHint}" title="${frame.searchKey}"
 maxlength="200" autocomplete="off" data-search-key><kbd aria-hidden="true">/</kbd>
<span id="list-state">${hiddenState(state)}</span></form></search>
<div id="list">
${chips(scene, view.chips)}
${view.wrap === undefined ? table : view.wrap(table)}
<div class="foot"><span class="total">${view.count(page.total)}</span>
${paging(scene, state, page)}
<a class="quiet" href="${listUrl(state, {}, view.exportPath)}" download>${frame.exportCsv}</a></div>
</div>`;
}

function drawTable<Row, Sort extends string>(scene: Scene, { state, page, columns }: ListView<Row, Sort>): Markup {
  return html`<table class="list"><thead><tr>${columns.map((it) => heading(scene, state, it))}</tr></thead>
<tbody>${page.rows.map(
    (row) => html`<tr>${columns.map((it) => html`<td class="${it.className ?? ''}">${it.cell(row)}</td>`)}</tr>
`,
  )}</tbody></table>`;
}

function heading<Row, Sort extends string>(
  { texts: { frame } }: Scene,
  state: ListState<Sort>,
  { label, sort, className = '' }: Column<Row, Sort>,
): Markup {
  if (sort === undefined) return html`<th scope="col" class="${className}">${label}</th>`;
  const isSorted = state.sort === sort;
  const order = isSorted && state.order === 'asc' ? 'desc' : 'asc';
  const sorted = !isSorted ? 'none' : state.order === 'asc' ? 'ascending' : 'descending';
  return html`<th scope="col" class="${className}" aria-sort="${sorted}"><a href="${listUrl(state, { sort, order })}" ${inPlace}
 title="${frame.sortBy(label)}">${label}</a></th>`;
}

/** What the search form has to keep of the rest of the address. */
function hiddenState<Sort extends string>({ sort, order, filters }: ListState<Sort>): Markup {
  const fields = Object.entries({ ...filters, sort, order });
  return html`${fields.map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}`;
}
