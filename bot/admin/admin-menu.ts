import { Menu } from '@grammyjs/menu';
import { may, roleFor } from '../../control/policy.ts';
import { editCard } from '../announcer/card-message.ts';
import type { BotContext } from '../context.ts';
import { viewOf } from '../menus/menu-context.ts';
import { onPress, type Press, type Toast } from '../menus/press.ts';
import { renderMenu } from '../menus/render-menu.ts';
import type { Answer } from '../reply.ts';
import { type AdminView, readAdminView, writeAdminView } from './admin-view.ts';
import { type DeedServices, forbiddenToast } from './deed.ts';
import { deeds } from './deeds.ts';
import { forbiddenScreen, type Screen, type ScreenButton } from './screen.ts';
import { screens } from './screens.ts';

/** An update with what the menu is drawn for (menu-context.ts), and the screen when it has been drawn already. */
type AdminMenuContext = BotContext & { view?: string; match?: string | RegExpMatchArray; screen?: Screen };

/** The administration as a message with buttons, for the private chats of moderators and up. */
export interface AdminMenu {
  /** For the bot's middleware; conversations come before it. */
  readonly menu: Menu<AdminMenuContext>;
  /** Draws a view as things are now, for the person whose private chat it is. */
  draw(userId: number, view: AdminView): Promise<Answer>;
}

/**
 * One menu whose view says what it shows (admin-view.ts): screens.ts draws, deeds.ts does. A button that is drawn no more, as something
 * or somebody's rights have changed, does nothing: it says why and the message is redrawn. Each press is checked by the rule of its
 * deed, and then by the use case.
 */
export function createAdminMenu(services: DeedServices): AdminMenu {
  const { api, control, me } = services;

  /** The private chat of a person has that person's id; of a group nobody is the person. */
  const look = async (userId: number, view: AdminView): Promise<Screen> => {
    const { role, isBlocked } = await control.people.standing(userId);
    const actor = { person: { id: userId, name: '' }, role, isBlocked, isChatOperator: false };
    const call = { services, actor, view };
    return may(actor, 'read-admin') ? await screens[view.screen](call) : forbiddenScreen(call);
  };
  const draw: AdminMenu['draw'] = async (userId, view) => {
    const screen = await look(userId, view);
    const payload = writeAdminView({ ...view, ...screen.mend });
    const keyboard = await renderMenu({ menu, chatId: userId, view: payload, me, more: { screen } });
    return { html: screen.html, keyboard };
  };
  const show = async ({ streamId, message }: Press, view: AdminView) => {
    await editCard(api, streamId, message.message_id, await draw(streamId, view));
  };
  /** Leads a press to what it is for; `press` gives the toast. */
  const handle = (press: (it: Press, context: BotContext) => Promise<Toast>) => (context: BotContext) =>
    onPress(services, (it) =>
      it.message.chat.type === 'private' ? press(it, context) : Promise.resolve('toast-admin-private'),
    )(context);

  const pressed = (button: ScreenButton) =>
    handle(async (press, context) => {
      const view = readAdminView(press.view);
      if (button.type === 'go') {
        await show(press, button.to(view));
        return '';
      }
      const { rule, run } = deeds[button.deed];
      if (!may(press.request.actor, rule)) return forbiddenToast({ needs: roleFor(rule) });
      const request = { ...press.request, origin: 'chat' } as const;
      const { toast, view: next } = await run({ services, context, message: press.message, view, request });
      if (next !== null) await show(press, next);
      return toast;
    });
  const outdated = handle(async (press) => {
    const view = readAdminView(press.view);
    await show(press, { ...view, deed: null });
    const rule = view.deed === null ? 'read-admin' : deeds[view.deed].rule;
    return may(press.request.actor, rule) ? 'toast-admin-redrawn' : forbiddenToast({ needs: roleFor(rule) });
  });

  const menu = new Menu<AdminMenuContext>('ad', { autoAnswer: false, onMenuOutdated: outdated }).dynamic(
    async (context, range) => {
      const view = readAdminView(viewOf(context));
      const screen = context.screen ?? (await look(context.chat?.id ?? 0, view));
      for (const row of screen.rows) {
        for (const button of row) {
          const deed = button.type === 'do' ? button.deed : null;
          const payload = writeAdminView({ ...view, ...screen.mend, ...button.mark, deed });
          range.text({ text: button.label, payload }, pressed(button));
        }
        range.row();
      }
    },
  );
  return { menu, draw };
}
