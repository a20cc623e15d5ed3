import { foldText } from './fold-text.ts';

/** What is looked for. `long`: words that the search index knows (three letters and more); `short`: the others. */
export interface SearchTerms {
  readonly long: readonly string[];
  readonly short: readonly string[];
  /** The whole search as a number, when it is one. */
  readonly id: number | null;
}

/** Longer searches are cut: nobody types so much, and each word costs time. */
const mostLetters = 200;
const mostTerms = 8;

/** Splits a search into words, all of which have to be found; null: it asks for everything. A leading @ does not count. */
export function readSearch(search: string | undefined): SearchTerms | null {
  const words = foldText((search ?? '').slice(0, mostLetters))
    .split(' ')
    .map((word) => word.replace(/^@/, ''))
    .filter((word) => word !== '')
    .slice(0, mostTerms);
  const [first = ''] = words;
  if (first === '') return null;
  const isLong = (word: string) => [...word].length >= 3;
  const id = words.length === 1 && /^-?\d{1,15}$/.test(first) ? Number(first) : null;
  return { long: words.filter(isLong), short: words.filter((word) => !isLong(word)), id };
}

/** The words as an FTS5 query: each is taken literally. */
export function toMatch(words: readonly string[]): string {
  return words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
}
