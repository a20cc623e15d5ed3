import type { Context } from 'grammy';

/**
 * What a menu is drawn in. `view` says what to draw when the bot draws it by itself; at a press it is read from the payload of the
 * pressed button (`match`), so that a menu is checked against the face it had when it was pressed.
 */
export type MenuContext = Context & { view?: string; match?: string | RegExpMatchArray };

/** The view that a context is about; empty when it has none. */
export function viewOf({ view, match }: { readonly view?: string; readonly match?: unknown }): string {
  return view ?? (typeof match === 'string' ? match : '');
}
