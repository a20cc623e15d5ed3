import type { Page } from '../../storage/sql/paging.ts';
import type { AdminView, DeedName } from './admin-view.ts';
import {
  doButton,
  firstRow,
  goButton,
  pageButtons,
  rowButtons,
  type Screen,
  type ScreenButton,
  type ScreenCall,
} from './screen.ts';
import { createSearches, type SearchedList } from './searches.ts';

/** A list as its screen shows it. */
export interface ListScreen<Row> {
  readonly list: SearchedList;
  /** As `👥 <b>Users</b>`: Telegram HTML. */
  readonly title: string;
  /** What is shown of a row behind its number: Telegram HTML. */
  readonly describe: (row: Row) => string;
  readonly idOf: (row: Row) => string;
  /** Where a row's number leads. */
  readonly opens: AdminView['screen'];
  readonly search: { readonly words: string; readonly deed: DeedName };
  /** The list's own buttons: filters. */
  readonly filters: readonly ScreenButton[];
  /** What the list is narrowed to by them; empty: nothing. Telegram HTML. */
  readonly narrowedTo?: string;
  readonly back: Partial<AdminView>;
}

/** What somebody searches in a list at the moment. */
export function readSearch({ services, actor }: ScreenCall, list: SearchedList): Promise<string> {
  return createSearches(services.store).read(actor.person.id, list);
}

/** Draws any list: title and total, rows with numbers, a button for each number, pages, search and filters. */
export function drawList<Row>(
  call: ScreenCall,
  { rows, total, page, pageCount }: Page<Row>,
  list: ListScreen<Row>,
): Screen {
  const { texts } = call.services;
  const { locale } = call.view;
  const start = firstRow({ page });
  const lines = rows.map((row, i) => `${start + i}. ${list.describe(row)}`);
  const { words, deed } = list.search;
  const head = [
    `${list.title} · ${texts.html(locale, 'admin-found', { count: total })}`,
    ...(list.narrowedTo === undefined || list.narrowedTo === '' ? [] : [list.narrowedTo]),
    ...(words === '' ? [] : [texts.html(locale, 'admin-searched', { words })]),
  ];
  const searching = [
    doButton(call, 'button-admin-search', deed),
    ...(words === '' ? [] : [doButton(call, 'button-admin-search-forget', 'forget-search')]),
  ];
  return {
    html: [...head, '', ...(lines.length === 0 ? [texts.html(locale, 'admin-nothing')] : lines)].join('\n'),
    rows: [
      ...rowButtons(rows.map(list.idOf), start, { screen: list.opens }),
      pageButtons({ page, pageCount }),
      list.filters.slice(0, 3),
      list.filters.slice(3),
      [...searching, goButton(call, 'button-back', { id: '', version: null, filter: '', ...list.back })],
    ],
    mend: { page },
  };
}
