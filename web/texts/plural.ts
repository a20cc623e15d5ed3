const englishRules = new Intl.PluralRules('en');
const russianRules = new Intl.PluralRules('ru');
const englishNumber = new Intl.NumberFormat('en');
const russianNumber = new Intl.NumberFormat('ru');

/** A number with its noun: `1 user`, `12,000 users`. */
export function countEn(count: number, one: string, other: string): string {
  return `${englishNumber.format(count)} ${englishRules.select(count) === 'one' ? one : other}`;
}

/** A number with its noun: `1 человек`, `2 человека`, `5 человек`. */
export function countRu(count: number, forms: readonly [one: string, few: string, many: string]): string {
  return `${russianNumber.format(count)} ${wordRu(count, forms)}`;
}

/** The form of a Russian word that goes with a number. */
export function wordRu(count: number, [one, few, many]: readonly [one: string, few: string, many: string]): string {
  const rule = russianRules.select(count);
  return rule === 'one' ? one : rule === 'few' ? few : many;
}
