import { normalizeName } from './normalize-name.ts';

/** A file of the library as it is sought. */
export interface IndexedFile {
  /** Relative to MEDIA_DIR, with `/`. */
  readonly path: string;
  /** What people remember of its name: see {@link normalizeName}. */
  readonly name: string;
  /** The same with its folders. */
  readonly full: string;
}

/** Reduces the names of all files once, so that a search need not. */
export function indexFiles(paths: readonly string[]): readonly IndexedFile[] {
  return paths.map((path) => ({
    path,
    name: normalizeName(path.slice(path.lastIndexOf('/') + 1)),
    full: normalizeName(path),
  }));
}
