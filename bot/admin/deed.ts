import type { Message } from 'grammy/types';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound } from '../../control/admin/results.ts';
import type { Action } from '../../control/policy.ts';
import type { BotContext } from '../context.ts';
import type { MenuServices } from '../menus/menu-services.ts';
import type { Toast } from '../menus/press.ts';
import type { Answer } from '../reply.ts';
import type { Locale } from '../texts/texts.ts';
import type { AdminView, ScreenName } from './admin-view.ts';

/** What deeds work with. */
export interface DeedServices extends MenuServices {
  /** The settings of a stream, as a message for the private chat of somebody that leads back to the stream's card. */
  readonly drawSettings: (userId: number, streamId: number, locale: Locale) => Promise<Answer>;
}

/** A deed that somebody asked for by a button. */
export interface DeedCall {
  readonly services: DeedServices;
  readonly context: BotContext;
  /** The message with the button. */
  readonly message: Message;
  /** What the button is about. */
  readonly view: AdminView;
  readonly request: AdminRequest;
}

/** What became of it. `view`: what the message shows then; null: it stays, or has been edited already. */
export interface DeedOutcome {
  readonly toast: Toast;
  readonly view: AdminView | null;
}

/** Something that is done in the administration. */
export interface Deed {
  /** Whoever may not do this is refused, and told who may; finer rights are the use case's. */
  readonly rule: Action;
  readonly run: (call: DeedCall) => Promise<DeedOutcome>;
}

/** What a change of a row can come to. */
export type ChangeResult = Done<unknown> | NotFound | Conflict<unknown> | Invalid | Forbidden;

/** The toast of a change. */
export function toastOf(result: Exclude<ChangeResult, Invalid>): Toast {
  switch (result.type) {
    case 'done':
      return 'toast-setting-changed';
    case 'not-found':
      return 'toast-admin-gone';
    case 'conflict':
      return 'toast-admin-changed';
    case 'forbidden':
      return forbiddenToast(result);
  }
}

/** Who may, for somebody who may not. */
export function forbiddenToast({ needs }: Pick<Forbidden, 'needs'>): Toast {
  return { key: 'toast-admin-needs', values: { needs: needs ?? 'nobody' } };
}

/** A change of a row; afterwards `card` is shown, or the list when the row is no more. */
export async function change(
  { view }: DeedCall,
  result: Promise<ChangeResult>,
  {
    card,
    list,
    isDeleting = false,
  }: { readonly card: ScreenName; readonly list: ScreenName; readonly isDeleting?: boolean },
): Promise<DeedOutcome> {
  const became = await result;
  const isOver = became.type === 'not-found' || (isDeleting && became.type === 'done');
  return {
    // A button has nothing to be mistyped: only a row that lacks something it needs could be invalid.
    toast: became.type === 'invalid' ? 'toast-error' : toastOf(became),
    view: isOver
      ? { ...view, screen: list, deed: null, id: '', version: null, about: '' }
      : { ...view, screen: card, deed: null, about: '' },
  };
}

/** What the view says was read, for the check that nobody has changed it since. */
export function expected({ version }: AdminView): { readonly expectedVersion?: number } {
  return version === null ? {} : { expectedVersion: version };
}
