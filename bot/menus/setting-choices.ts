import type { StreamSettings } from '../../storage/model.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** A setting that is chosen from a few values. */
export interface SettingChoice {
  /** In payloads and in the keys of texts. */
  readonly code: string;
  /** What can be chosen, in the order of the buttons. */
  readonly values: readonly SettingValue[];
  /** The present value; it need not be among those that can be chosen. */
  read(settings: StreamSettings): unknown;
  /** What choosing a value changes. */
  patch(value: SettingValue): Partial<StreamSettings>;
}

/** What a choice can be; anything that fits into a payload. */
export type SettingValue = string | number | boolean | null;

/** All of them, in the order of the menu. The placeholder is not among them: it is set by a file. */
export const settingChoices: readonly SettingChoice[] = [
  choiceOf('who', 'whoMayAdd', ['everyone', 'operators']),
  choiceOf('limit', 'itemsPerUser', [null, 1, 2, 3, 5, 10, 20, 50]),
  choiceOf('fair', 'isFair', [false, true]),
  choiceOf('votes', 'voteSharePercent', [25, 34, 50, 67, 75, 100]),
  choiceOf('loop', 'loop', ['off', 'track', 'queue']),
  choiceOf('volume', 'volumePercent', [0, 25, 50, 75, 100, 125, 150, 200]),
  {
    code: 'autoend',
    values: [null, 'off', 1, 5, 10, 30, 60, 180],
    read: ({ isAutoEndOn, autoEndMinutes }) => (isAutoEndOn === false ? 'off' : autoEndMinutes),
    patch: (value) =>
      typeof value === 'number'
        ? { isAutoEndOn: true, autoEndMinutes: value }
        : // Off keeps the minutes, for whoever switches it on again.
          value === 'off'
          ? { isAutoEndOn: false }
          : { isAutoEndOn: null, autoEndMinutes: null },
  },
  choiceOf('empty', 'pausesWhenEmpty', [false, true]),
  choiceOf('language', 'language', [null, 'en', 'ru']),
  choiceOf('deletes', 'deletesConfirmations', [false, true]),
];

/** A choice that is one setting. */
function choiceOf<Name extends keyof StreamSettings>(
  code: string,
  name: Name,
  values: readonly (StreamSettings[Name] & SettingValue)[],
): SettingChoice {
  return { code, values, read: (settings) => settings[name], patch: (value) => ({ [name]: value }) };
}

/** A value in words, as the text and the buttons show it: `everyone`, `3`, `50 %`. */
export function settingValueText(texts: Texts, locale: Locale, { code }: SettingChoice, value: unknown): string {
  return texts.plain(locale, `setting-value-${code}`, { value: String(value) });
}
