/** The languages of our pages. */
export type Locale = 'en' | 'ru';

/** The language of a page: the one that the person chose, else the first of Accept-Language that we speak, else English. */
export function pickLocale(chosen: Locale | null, acceptLanguage: string | undefined): Locale {
  if (chosen !== null) return chosen;
  const [first] = (acceptLanguage ?? '')
    .split(',')
    .map(readRange)
    .filter(({ language, quality }) => quality > 0 && (language === 'en' || language === 'ru'))
    .toSorted((a, b) => b.quality - a.quality);
  return first?.language === 'ru' ? 'ru' : 'en';
}

/** A part of Accept-Language, as `ru-RU;q=0.9` (RFC 9110, 12.5.4). */
function readRange(part: string): { readonly language: string; readonly quality: number } {
  const [tag = '', ...parameters] = part.toLowerCase().split(';');
  const quality = parameters.map((it) => it.trim()).find((it) => it.startsWith('q='));
  return {
    language: tag.trim().split('-')[0] ?? '',
    quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0,
  };
}
