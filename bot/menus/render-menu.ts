import type { Menu } from '@grammyjs/menu';
import { Api, Context } from 'grammy';
import type { InlineKeyboardMarkup, UserFromGetMe } from 'grammy/types';
import type { Keyboard } from '../reply.ts';
import type { MenuContext } from './menu-context.ts';

/** Which menu to draw: `view` is handed to it, see menu-context.ts. */
export interface RenderOptions<C extends MenuContext> {
  readonly menu: Menu<C>;
  readonly chatId: number;
  readonly view: string;
  readonly me: UserFromGetMe;
  /** What else it shall find in its context. */
  readonly more?: object;
}

/**
 * Draws a menu into buttons, outside of any update: cards are edited when something happens, not only when somebody presses.
 * The plugin puts buttons in place of a menu in a request that its middleware has seen; so it is given such a request, and the
 * request is caught before it leaves (docs/adr/0012).
 */
export async function renderMenu<C extends MenuContext>({
  menu,
  chatId,
  view,
  me,
  more = {},
}: RenderOptions<C>): Promise<Keyboard> {
  let keyboard: Keyboard = [];
  // It never sends anything, hence needs no token.
  const api = new Api('drawing');
  api.config.use(async (_send, _method, payload) => {
    const { reply_markup: markup } = payload as { reply_markup?: InlineKeyboardMarkup };
    keyboard = (markup?.inline_keyboard ?? []).filter((row) => row.length > 0);
    return { ok: true, result: true } as never;
  });
  const chat = { id: chatId, type: 'supergroup', title: '' } as const;
  const update = { update_id: 0, message: { message_id: 0, date: 0, chat } };
  const context = Object.assign(new Context(update as never, api, me), { view, ...more }) as C;
  await menu.middleware()(context, async () => {
    await api.editMessageReplyMarkup(chatId, 1, { reply_markup: menu });
  });
  return keyboard;
}
