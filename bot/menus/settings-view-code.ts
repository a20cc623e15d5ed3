import type { Locale } from '../texts/texts.ts';
import { type SettingChoice, settingChoices } from './setting-choices.ts';

/** What the message of the settings shows. */
export interface SettingsView {
  /** In which it was asked for: it stays so, whoever presses. */
  readonly locale: Locale;
  /** The setting whose values are offered; `placeholder` is set by a file; null: all settings. */
  readonly setting: SettingChoice | 'placeholder' | null;
  /** Index of the value that a button stands for; null: none. */
  readonly value: number | null;
  /** The stream it is about, when that is not the chat in which the message stands; null: that chat. */
  readonly elsewhere: number | null;
}

/** A view as a payload, as `en.limit.3`, or `en.limit.3.-1001234567890`. */
export function writeSettingsView({ locale, setting, value, elsewhere }: SettingsView): string {
  const code = setting === null || setting === 'placeholder' ? (setting ?? '') : setting.code;
  return `${locale}.${code}.${value ?? ''}${elsewhere === null ? '' : `.${elsewhere}`}`;
}

/** Reads what {@link writeSettingsView} wrote; the list of all when it is anything else. */
export function readSettingsView(payload: string): SettingsView {
  const [language, code, index = '', streamId = ''] = payload.split('.');
  const setting = code === 'placeholder' ? code : (settingChoices.find((it) => it.code === code) ?? null);
  return {
    locale: language === 'ru' ? 'ru' : 'en',
    setting,
    value: /^\d{1,2}$/.test(index) ? Number(index) : null,
    elsewhere: /^-\d{1,15}$/.test(streamId) ? Number(streamId) : null,
  };
}
