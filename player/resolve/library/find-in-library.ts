import { unlikeness } from './edit-distance.ts';
import type { IndexedFile } from './library-index.ts';
import { normalizeName } from './normalize-name.ts';

/** A file found; several that fit, the likeliest first (at most five); or the nearest there are (at most three). Paths. */
export type LibraryMatch =
  | { readonly type: 'found'; readonly path: string }
  | { readonly type: 'several'; readonly paths: readonly string[] }
  | { readonly type: 'none'; readonly nearest: readonly string[] };

const offered = 3;
/** When even the likeliest name differs more, nobody would say that it was meant. */
const mostUnlike = 0.75;
const maxSeveral = 5;

/**
 * Finds a file by what a person typed: the exact name (with or without its folder), else what contains it, else what has all its words in
 * whatever order (a word may be begun only). Else nothing, with the most similar names. Case, diacritics, punctuation and extension do
 * not count.
 */
export function findInLibrary(files: readonly IndexedFile[], text: string): LibraryMatch {
  const wanted = normalizeName(text);
  if (wanted === '') return { type: 'none', nearest: [] };
  const exact = files.filter(({ name, full }) => name === wanted || full === wanted);
  // The same name twice: the shallower file, then the alphabet, so that the answer is always the same.
  const [first] = exact.toSorted((a, b) => compareByPlace(a.path, b.path));
  if (first !== undefined) return { type: 'found', path: first.path };
  const containing = files.filter(({ full }) => full.includes(wanted));
  const fitting = containing.length > 0 ? containing : withAllWords(files, wanted.split(' '));
  const [only] = fitting;
  if (only === undefined) return { type: 'none', nearest: nearest(files, wanted) };
  if (fitting.length === 1) return { type: 'found', path: only.path };
  return { type: 'several', paths: rank(fitting, wanted).slice(0, maxSeveral) };
}

function withAllWords(files: readonly IndexedFile[], wanted: readonly string[]): IndexedFile[] {
  return files.filter(({ full }) => {
    const words = full.split(' ');
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

function nearest(files: readonly IndexedFile[], wanted: string): string[] {
  const isAnyAlike = files.some(({ name }) => distanceTo(name, wanted) <= mostUnlike);
  return isAnyAlike ? rank(files, wanted).slice(0, offered) : [];
}

function rank(files: readonly IndexedFile[], wanted: string): string[] {
  return files
    .map(({ path, name }) => ({ path, distance: distanceTo(name, wanted) }))
    .sort((a, b) => a.distance - b.distance || compareByPlace(a.path, b.path))
    .map(({ path }) => path);
}

/** The whole name or any run of as many words: “so wat” is near to “miles davis so what”. */
function distanceTo(name: string, wanted: string): number {
  const words = name.split(' ');
  const count = wanted.split(' ').length;
  const runs = words.slice(count - 1).map((_, start) => words.slice(start, start + count).join(' '));
  // A part is a weaker likeness than the whole.
  return Math.min(unlikeness(name, wanted), ...runs.map((run) => unlikeness(run, wanted) + 0.05));
}

/** The file higher up in the folders comes first, then the alphabet. */
export function compareByPlace(a: string, b: string): number {
  const deeper = a.split('/').length - b.split('/').length;
  return deeper || Number(a > b) - Number(a < b);
}
