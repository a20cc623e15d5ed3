import type { Actor } from '../../control/dependencies.ts';
import type { Page } from '../../storage/sql/paging.ts';
import type { MenuServices } from '../menus/menu-services.ts';
import type { Variables } from '../texts/texts.ts';
import type { AdminView, DeedName } from './admin-view.ts';

/** What the message of the administration says, and the buttons under it. */
export interface Screen {
  /** As Telegram HTML. */
  readonly html: string;
  readonly rows: readonly (readonly ScreenButton[])[];
  /** What the view is mended to: the page that there is, the version that was drawn. All buttons carry it. */
  readonly mend?: Partial<AdminView>;
}

/** A button: it leads somewhere, or does something. */
export type ScreenButton = {
  readonly label: string;
  /** What its payload has apart from the view of the screen: which row it stands for, say. */
  readonly mark?: Partial<AdminView>;
} & (
  | { readonly type: 'go'; readonly to: (view: AdminView) => AdminView }
  | { readonly type: 'do'; readonly deed: DeedName }
);

/** Who looks at what. */
export interface ScreenCall {
  readonly services: Pick<MenuServices, 'control' | 'store' | 'texts' | 'now'>;
  readonly actor: Actor;
  readonly view: AdminView;
}

/** Draws a screen as things are now. */
export type DrawScreen = (call: ScreenCall) => Promise<Screen>;

/** How many rows a list has; each has a button of its own. */
export const listSize = 8;

/** A button that leads to another view. */
export function goButton(
  call: ScreenCall,
  key: string,
  to: Partial<AdminView>,
  variables: Variables = {},
): ScreenButton {
  return { type: 'go', label: call.services.texts.plain(call.view.locale, key, variables), to: goingTo(to) };
}

/** A button that does something to what the screen is about. */
export function doButton(call: ScreenCall, key: string, deed: DeedName, mark: Partial<AdminView> = {}): ScreenButton {
  return { type: 'do', label: call.services.texts.plain(call.view.locale, key), deed, mark };
}

/** Numbers that open the rows of a list, four in a line. `start`: the first row's number. */
export function rowButtons(ids: readonly string[], start: number, to: Partial<AdminView>): Screen['rows'] {
  const buttons = ids.map(
    (id, i): ScreenButton => ({ type: 'go', label: String(start + i), mark: { id }, to: goingTo(to) }),
  );
  return [buttons.slice(0, 4), buttons.slice(4)];
}

/** `[‹] [2/5] [›]`; the middle one reads the page again. Nothing for a single page. */
export function pageButtons({ page, pageCount }: Pick<Page<unknown>, 'page' | 'pageCount'>): readonly ScreenButton[] {
  if (pageCount === 1) return [];
  const to = (label: string, target: number): ScreenButton => ({ type: 'go', label, to: goingTo({ page: target }) });
  return [
    ...(page > 1 ? [to('‹', page - 1)] : []),
    to(`${page}/${pageCount}`, page),
    ...(page < pageCount ? [to('›', page + 1)] : []),
  ];
}

/** The number of the first row of a page. */
export function firstRow({ page }: Pick<Page<unknown>, 'page'>): number {
  return (page - 1) * listSize + 1;
}

/** What somebody sees who may not look (any more). */
export function forbiddenScreen({ services: { texts }, view }: ScreenCall): Screen {
  return { html: texts.html(view.locale, 'admin-forbidden'), rows: [] };
}

/** What is shown in place of something that was deleted. */
export function goneScreen(call: ScreenCall, back: AdminView['screen']): Screen {
  const { services, view } = call;
  return {
    html: services.texts.html(view.locale, 'admin-gone'),
    rows: [[goButton(call, 'button-back', { screen: back, id: '', version: null })]],
  };
}

function goingTo(change: Partial<AdminView>): (view: AdminView) => AdminView {
  return (view) => ({ ...view, deed: null, ...change });
}
