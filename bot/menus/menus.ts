import { Composer, type MiddlewareFn } from 'grammy';
import { type AdminMenu, createAdminMenu } from '../admin/admin-menu.ts';
import { homeView } from '../admin/admin-view.ts';
import type { Answer } from '../reply.ts';
import type { Locale } from '../texts/texts.ts';
import { createCardMenu } from './card-menu.ts';
import type { MenuContext } from './menu-context.ts';
import type { MenuServices } from './menu-services.ts';
import { createQueueMenu } from './queue-menu.ts';
import { renderMenu } from './render-menu.ts';
import { createSettingsMenu } from './settings-menu.ts';

/** All menus of the chat surface (@grammyjs/menu). */
export interface Menus {
  /** Handles the presses; passes on what is not a menu's. */
  readonly middleware: MiddlewareFn<MenuContext>;
  /** The buttons of the card. `isAsking`: those that ask whether to stop. */
  cardKeyboard(
    streamId: number,
    card: { readonly generation: number; readonly isAsking: boolean },
  ): Promise<NonNullable<Answer['keyboard']>>;
  /** A page of the queue (0-based; one past the end is the last). */
  queue(streamId: number, options: { readonly page: number; readonly locale: Locale }): Promise<Answer>;
  settings(streamId: number, options: { readonly locale: Locale }): Promise<Answer>;
  /** The administration; its presses are led to it apart, behind the conversations that it begins. */
  readonly admin: AdminMenu;
}

/** Creates the menus. */
export function createMenus(services: MenuServices): Menus {
  const queue = createQueueMenu(services);
  const settings = createSettingsMenu(services, {
    drawStream: (userId, streamId, locale) =>
      admin.draw(userId, { ...homeView(locale), screen: 'stream', id: String(streamId) }),
  });
  const admin = createAdminMenu({
    ...services,
    drawSettings: (userId, streamId, locale) =>
      settings.draw(userId, { locale, setting: null, value: null, elsewhere: streamId }),
  });
  const card = createCardMenu(services, { drawQueue: queue.draw });
  const composer = new Composer<MenuContext>();
  composer.use(card, queue.menu, settings.menu);
  return {
    middleware: composer.middleware(),
    cardKeyboard: (chatId, { generation, isAsking }) =>
      renderMenu({ menu: card, chatId, view: `${generation}${isAsking ? '?' : ''}`, me: services.me }),
    queue: (streamId, { page, locale }) => queue.draw(streamId, { mode: 'list', locale, page, item: null }),
    settings: (streamId, { locale }) =>
      settings.draw(streamId, { locale, setting: null, value: null, elsewhere: null }),
    admin,
  };
}
