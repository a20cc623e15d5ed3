import type { Locale } from './texts.ts';

const english = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** A place in a row: `2nd`, `2-й`. */
export function displayPlace(locale: Locale, position: number): string {
  return locale === 'ru' ? `${position}-й` : `${position}${endings[english.select(position)] ?? 'th'}`;
}
