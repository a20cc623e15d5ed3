import type { Context } from 'grammy';
import type { Message } from 'grammy/types';
import type { Request } from '../../control/dependencies.ts';
import type { StreamId } from '../../storage/model.ts';
import { refusalOf } from '../api-errors.ts';
import { languageFor } from '../people/language.ts';
import { personOf } from '../people/speaker.ts';
import type { Locale } from '../texts/texts.ts';
import { viewOf } from './menu-context.ts';
import type { MenuServices } from './menu-services.ts';

/** A press on a button of a menu. */
export interface Press {
  readonly streamId: StreamId;
  readonly message: Message;
  /** The language of whoever pressed, for the toast. */
  readonly locale: Locale;
  /** The payload of the button: the view that the menu had (menu-context.ts). */
  readonly view: string;
  /** Who asks for what, with the rights that count there. */
  readonly request: Request;
}

/** What a press is handled with. */
export type PressServices = Pick<MenuServices, 'api' | 'control' | 'store' | 'texts' | 'operators' | 'log'>;

/** What the toast says: a key, a key with values, or nothing. */
export type Toast = string | { readonly key: string; readonly values: Readonly<Record<string, string | number>> };

/**
 * Makes a handler of a menu's button out of `act`. The press is answered in any case, as Telegram shows a clock on the button until
 * then; the menus are created with `autoAnswer: false`, since a second answer would be refused.
 */
export function onPress(
  services: PressServices,
  act: (press: Press) => Promise<Toast>,
): (context: Context) => Promise<void> {
  const { api, control, texts, log } = services;
  return async (context) => {
    const { callbackQuery: query } = context;
    if (query === undefined) return;
    let locale: Locale = 'en';
    let toast: Toast = 'toast-error';
    try {
      await control.people.seen(query.from);
      locale = await languageFor(services, query.message?.chat.id ?? query.from.id, { user: query.from });
      // A message that is too old comes with date 0 and without its text.
      toast =
        query.message === undefined || query.message.date === 0
          ? 'toast-outdated'
          : await act({ ...(await pressOf(services, context)), locale });
    } catch (error) {
      log.error({ err: error, data: query.data }, 'a button of a menu could not be handled');
    }
    const { key, values } = typeof toast === 'string' ? { key: toast, values: {} } : toast;
    try {
      await api.answerCallbackQuery(query.id, key === '' ? {} : { text: texts.plain(locale, key, values) });
    } catch (error) {
      // After an outage the toast is too late, but the button has been obeyed.
      if (refusalOf(error) !== 'callback-over') throw error;
      log.debug({ data: query.data }, 'a toast came too late');
    }
  };
}

/** The id of the query names the operation: it is the same when Telegram delivers the press again. */
async function pressOf({ control, operators }: PressServices, context: Context): Promise<Omit<Press, 'locale'>> {
  const { callbackQuery: query } = context;
  if (query?.message === undefined) throw new TypeError('a press without a message');
  const { from, message } = query;
  const streamId = message.chat.id;
  const [{ role, isBlocked }, isChatOperator] = await Promise.all([
    control.people.standing(from.id),
    operators.isOperator(streamId, from.id),
  ]);
  const actor = { person: personOf(from), role, isBlocked, isChatOperator };
  const request = { streamId, actor, operation: `c${query.id}` };
  return { streamId, message: message as Message, view: viewOf(context), request };
}
