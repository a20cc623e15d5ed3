import { Menu, type MenuRange } from '@grammyjs/menu';
import { may } from '../../control/policy.ts';
import type { StreamSettings } from '../../storage/model.ts';
import { editCard } from '../announcer/card-message.ts';
import type { Answer } from '../reply.ts';
import { trackName } from '../texts/display-name.ts';
import type { Texts } from '../texts/texts.ts';
import { type MenuContext, viewOf } from './menu-context.ts';
import type { MenuServices } from './menu-services.ts';
import { onPress, type Press, type Toast } from './press.ts';
import { renderMenu } from './render-menu.ts';
import { type SettingChoice, settingChoices, settingValueText } from './setting-choices.ts';
import { readSettingsView, type SettingsView, writeSettingsView } from './settings-view-code.ts';

/** The settings of a stream as a message with buttons. */
export interface SettingsMenu {
  /** For the bot's middleware. */
  readonly menu: Menu<MenuContext>;
  /** Draws them as they are now, for a message in that chat. */
  draw(chatId: number, view: SettingsView): Promise<Answer>;
}

/** What the settings of a stream in the administration lead back to: its card. */
export interface SettingsMenuDependencies {
  readonly drawStream: (userId: number, streamId: number, locale: SettingsView['locale']) => Promise<Answer>;
}

/**
 * A list of settings; each leads to its values. The rights of whoever presses are looked up at every press, whoever asked for the
 * menu: everybody may look, operators change. In the administration the menu is about a stream `elsewhere`: there, only those may
 * look who may look at the administration.
 */
export function createSettingsMenu(services: MenuServices, { drawStream }: SettingsMenuDependencies): SettingsMenu {
  const { api, control, texts, me } = services;

  const draw: SettingsMenu['draw'] = async (chatId, view) => ({
    html: drawText(texts, await control.readSettings(view.elsewhere ?? chatId), view),
    keyboard: await renderMenu({ menu, chatId, view: writeSettingsView(view), me }),
  });
  const show = async ({ streamId, message }: Press, view: SettingsView) => {
    await editCard(api, streamId, message.message_id, await draw(streamId, view));
  };
  /** Leads a press to the stream that the menu is about. */
  const onStream = (act: (press: Press) => Promise<Toast>) =>
    onPress(services, async (press) => {
      const { elsewhere } = readSettingsView(press.view);
      if (elsewhere === null) return await act(press);
      // A payload may be forged: whoever steers the chat of the message does not for that steer another.
      const isAdministration = press.message.chat.type === 'private' && may(press.request.actor, 'read-admin');
      if (!isAdministration) return 'toast-forbidden';
      return await act({ ...press, request: { ...press.request, streamId: elsewhere } });
    });
  const open = (setting: SettingsView['setting']) =>
    onStream(async (press) => {
      await show(press, { ...readSettingsView(press.view), setting, value: null });
      return '';
    });
  const change = async (press: Press, patch: Partial<StreamSettings>): Promise<Toast> => {
    const result = await control.changeSettings({ ...press.request, patch });
    if (result.type === 'forbidden') return 'toast-forbidden';
    await show(press, { ...readSettingsView(press.view), setting: null, value: null });
    services.cards().refresh(press.request.streamId, { isUrgent: true });
    return 'toast-setting-changed';
  };
  /** One of the values was chosen. */
  const choose = onStream(async (press) => {
    const { setting, value } = readSettingsView(press.view);
    if (setting === null || setting === 'placeholder' || value === null) return 'toast-outdated';
    const chosen = setting.values[value];
    return chosen === undefined ? 'toast-outdated' : await change(press, setting.patch(chosen));
  });
  const removePlaceholder = onStream((press) => change(press, { placeholder: null }));
  /** Somebody changed a setting meanwhile, so that the button's face is another by now. */
  const outdated = onStream(async (press) => {
    await show(press, { ...readSettingsView(press.view), value: null });
    return 'toast-settings-redrawn';
  });
  /** Back to the stream's card in the administration. */
  const leave = onStream(async ({ streamId: chatId, message, request, view }) => {
    const card = await drawStream(chatId, request.streamId, readSettingsView(view).locale);
    await editCard(api, chatId, message.message_id, card);
    return '';
  });

  const menu = new Menu<MenuContext>('settings', { autoAnswer: false, onMenuOutdated: outdated }).dynamic(
    async (context, range) => {
      const view = readSettingsView(viewOf(context));
      const settings = await control.readSettings(view.elsewhere ?? context.chat?.id ?? 0);
      const label = (text: string, value: number | null = null) => ({
        text,
        payload: writeSettingsView({ ...view, value }),
      });
      if (view.setting === null) {
        for (const [i, choice] of settingChoices.entries()) {
          range.text(label(texts.plain(view.locale, `setting-${choice.code}`)), open(choice));
          if (i % 2 === 1) range.row();
        }
        range.text(label(texts.plain(view.locale, 'setting-placeholder')), open('placeholder'));
        if (view.elsewhere !== null) range.row().text(label(texts.plain(view.locale, 'button-back')), leave);
        return;
      }
      if (view.setting === 'placeholder') {
        if (settings.placeholder !== null) {
          range.text(label(texts.plain(view.locale, 'button-placeholder-remove')), removePlaceholder).row();
        }
      } else addValues(range, texts, view, view.setting, settings, { label, choose });
      range.text(label(texts.plain(view.locale, 'button-back')), open(null));
    },
  );
  return { menu, draw };
}

/** The values of a setting, the present one marked: words a row each, numbers four in a row. */
function addValues(
  range: MenuRange<MenuContext>,
  texts: Texts,
  { locale }: SettingsView,
  setting: SettingChoice,
  settings: StreamSettings,
  {
    label,
    choose,
  }: {
    readonly label: (text: string, value: number) => { readonly text: string; readonly payload: string };
    readonly choose: ReturnType<typeof onPress>;
  },
): void {
  let inRow = 0;
  for (const [i, value] of setting.values.entries()) {
    const isPresent = setting.read(settings) === value;
    range.text(label(`${isPresent ? '✓ ' : ''}${settingValueText(texts, locale, setting, value)}`, i), choose);
    inRow = typeof value === 'number' ? (inRow + 1) % 4 : 0;
    if (inRow === 0) range.row();
  }
  range.row();
}

/** All settings with their values; or what one of them means. */
function drawText(texts: Texts, settings: StreamSettings, { locale, setting, elsewhere }: SettingsView): string {
  if (setting === 'placeholder') return texts.html(locale, 'setting-about-placeholder');
  if (setting !== null) return texts.html(locale, `setting-about-${setting.code}`);
  const { placeholder } = settings;
  const lines = settingChoices.map((choice) =>
    texts.html(locale, 'setting-line', {
      name: texts.plain(locale, `setting-${choice.code}`),
      value: settingValueText(texts, locale, choice, choice.read(settings)),
    }),
  );
  const own = placeholder === null ? texts.plain(locale, 'setting-value-placeholder') : trackName(placeholder);
  const name = texts.plain(locale, 'setting-placeholder');
  return [
    texts.html(locale, elsewhere === null ? 'settings-title' : 'settings-title-elsewhere'),
    '',
    ...lines,
    texts.html(locale, 'setting-line', { name, value: own }),
  ].join('\n');
}
