import type { StreamSettings } from '../../storage/model.ts';
import type { Locale, Texts } from '../texts/texts.ts';

/** A setting that is chosen from a few values. */
export interface SettingChoice {
  /** In payloads and in the keys of texts. */
  readonly code: string;
  readonly name: keyof StreamSettings;
  /** What can be chosen, in the order of the buttons. */
  readonly values: readonly SettingValue[];
}

/** What a choice can be; anything that fits into a payload. */
export type SettingValue = string | number | boolean | null;

/** All of them, in the order of the menu. The placeholder is not among them: it is set by a file. */
export const settingChoices: readonly SettingChoice[] = [
  { code: 'who', name: 'whoMayAdd', values: ['everyone', 'operators'] },
  { code: 'limit', name: 'itemsPerUser', values: [null, 1, 2, 3, 5, 10, 20, 50] },
  { code: 'fair', name: 'isFair', values: [false, true] },
  { code: 'votes', name: 'voteSharePercent', values: [25, 34, 50, 67, 75, 100] },
  { code: 'loop', name: 'loop', values: ['off', 'track', 'queue'] },
  { code: 'volume', name: 'volumePercent', values: [0, 25, 50, 75, 100, 125, 150, 200] },
  { code: 'language', name: 'language', values: [null, 'en', 'ru'] },
  { code: 'deletes', name: 'deletesConfirmations', values: [false, true] },
];

/** A value in words, as the text and the buttons show it: `everyone`, `3`, `50 %`. */
export function settingValueText(texts: Texts, locale: Locale, { code }: SettingChoice, value: unknown): string {
  return texts.plain(locale, `setting-value-${code}`, { value: String(value) });
}
