import { Menu, type MenuRange } from '@grammyjs/menu';
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
  /** Draws them as they are now. */
  draw(streamId: number, view: SettingsView): Promise<Answer>;
}

/**
 * A list of settings; each leads to its values. The rights of whoever presses are looked up at every press, whoever asked for the
 * menu: everybody may look, operators change.
 */
export function createSettingsMenu(services: MenuServices): SettingsMenu {
  const { api, control, texts, me } = services;

  const draw: SettingsMenu['draw'] = async (streamId, view) => ({
    html: drawText(texts, await control.readSettings(streamId), view),
    keyboard: await renderMenu({ menu, chatId: streamId, view: writeSettingsView(view), me }),
  });
  const show = async ({ streamId, message }: Press, view: SettingsView) => {
    await editCard(api, streamId, message.message_id, await draw(streamId, view));
  };
  const open = (setting: SettingsView['setting']) =>
    onPress(services, async (press) => {
      await show(press, { ...readSettingsView(press.view), setting, value: null });
      return '';
    });
  const change = async (press: Press, patch: Partial<StreamSettings>): Promise<Toast> => {
    const result = await control.changeSettings({ ...press.request, patch });
    if (result.type === 'forbidden') return 'toast-forbidden';
    await show(press, { ...readSettingsView(press.view), setting: null, value: null });
    services.cards().refresh(press.streamId, { isUrgent: true });
    return 'toast-setting-changed';
  };
  /** One of the values was chosen. */
  const choose = onPress(services, async (press) => {
    const { setting, value } = readSettingsView(press.view);
    if (setting === null || setting === 'placeholder' || value === null) return 'toast-outdated';
    const chosen = setting.values[value];
    return chosen === undefined ? 'toast-outdated' : await change(press, setting.patch(chosen));
  });
  const removePlaceholder = onPress(services, (press) => change(press, { placeholder: null }));
  /** Somebody changed a setting meanwhile, so that the button's face is another by now. */
  const outdated = onPress(services, async (press) => {
    await show(press, { ...readSettingsView(press.view), value: null });
    return 'toast-settings-redrawn';
  });

  const menu = new Menu<MenuContext>('settings', { autoAnswer: false, onMenuOutdated: outdated }).dynamic(
    async (context, range) => {
      const view = readSettingsView(viewOf(context));
      const settings = await control.readSettings(context.chat?.id ?? 0);
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
function drawText(texts: Texts, settings: StreamSettings, { locale, setting }: SettingsView): string {
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
    texts.html(locale, 'settings-title'),
    '',
    ...lines,
    texts.html(locale, 'setting-line', { name, value: own }),
  ].join('\n');
}
