import { unlikeness } from './edit-distance.ts';
import { normalizeName } from './normalize-name.ts';

/** A file found, or the nearest there are (paths, at most three). */
export type LibraryMatch =
  | { readonly type: 'found'; readonly path: string }
  | { readonly type: 'none'; readonly nearest: readonly string[] };

const offered = 3;

/**
 * Finds a file by what a person typed: the exact name (with or without its folder), else the only name that contains it, else
 * nothing, with the most similar names. Case, diacritics, punctuation and extension do not count.
 *
 * @param paths all files of the library, relative, with `/`.
 */
export function findInLibrary(paths: readonly string[], text: string): LibraryMatch {
  const wanted = normalizeName(text);
  const entries = paths.map((path) => {
    const name = normalizeName(path.slice(path.lastIndexOf('/') + 1));
    return { path, name, full: normalizeName(path) };
  });
  if (wanted !== '') {
    const exact = entries.filter(({ name, full }) => name === wanted || full === wanted);
    // The same name twice: the shallower file, then the alphabet, so that the answer is always the same.
    const [first] = exact.sort((a, b) => compareByPlace(a.path, b.path));
    if (first !== undefined) return { type: 'found', path: first.path };
    const containing = entries.filter(({ full }) => full.includes(wanted));
    if (containing.length === 1 && containing[0] !== undefined) return { type: 'found', path: containing[0].path };
    if (containing.length > 1) return { type: 'none', nearest: nearest(containing, wanted) };
  }
  return { type: 'none', nearest: nearest(entries, wanted) };
}

function nearest(entries: readonly { readonly path: string; readonly name: string }[], wanted: string): string[] {
  return entries
    .map(({ path, name }) => ({ path, distance: distanceTo(name, wanted) }))
    .sort((a, b) => a.distance - b.distance || compareByPlace(a.path, b.path))
    .slice(0, offered)
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
function compareByPlace(a: string, b: string): number {
  const deeper = a.split('/').length - b.split('/').length;
  return deeper || Number(a > b) - Number(a < b);
}
