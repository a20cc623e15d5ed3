import { isPlaylistName } from '../playlists/playlist-names.ts';
import { compareByPlace } from './find-in-library.ts';
import { normalizeName } from './normalize-name.ts';

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Finds a folder by what a person typed with a slash behind it (`Jazz/`, `miles davis/kind of blue/`), by its whole path or its own name,
 * and gives its audio files with those of the folders in it, in natural order (2 before 10). null: the text means no folder.
 */
export function findFolder(paths: readonly string[], text: string): readonly string[] | null {
  const trimmed = text.trim();
  if (!trimmed.endsWith('/')) return null;
  const wanted = normalizeFolder(trimmed);
  const [folder] = [...foldersOf(paths)]
    .filter((path) => normalizeFolder(path) === wanted || normalizeFolder(path.split('/').at(-1) ?? '') === wanted)
    .sort(compareByPlace);
  if (folder === undefined || wanted === '') return null;
  return paths
    .filter((path) => path.startsWith(`${folder}/`) && !isPlaylistName(path))
    .sort((a, b) => compareNaturally(a.split('/'), b.split('/')));
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
  }
  return folders;
}

/** Part by part, so that a folder's files stay together. */
function compareNaturally(a: readonly string[], b: readonly string[]): number {
  for (const [i, part] of a.entries()) {
    const compared = order.compare(part, b[i] ?? '');
    if (compared !== 0) return compared;
  }
  return a.length - b.length;
}

function normalizeFolder(path: string): string {
  // A space, so that a folder called `live.mp3` keeps its ending.
  return normalizeName(`${path.split('/').filter(Boolean).join(' / ')} /`);
}
