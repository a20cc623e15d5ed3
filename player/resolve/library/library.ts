import { readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { isMediaName } from '../names/media-names.ts';
import { isPlaylistName } from '../playlists/playlist-names.ts';

/** A file of the library that is really there and really inside. */
export interface LibraryFile {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** Relative to MEDIA_DIR, as in TrackSource. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** Lists the audio and video files and playlists under MEDIA_DIR, relative, with `/`; none when the folder is not there. Hidden ones are left out. */
export async function listLibrary(mediaDir: string): Promise<readonly string[]> {
  const entries = await readdir(mediaDir, { recursive: true, withFileTypes: true }).catch(emptyWhenMissing);
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isListed(entry.name))
    .map((entry) => relative(mediaDir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
}

/** Finds a file by its relative path; null when it is not there, is no file, or lies outside MEDIA_DIR (by `..` or by a link). */
export async function openLibraryFile(mediaDir: string, relativePath: string): Promise<LibraryFile | null> {
  try {
    const root = await realpath(mediaDir);
    const path = await realpath(resolve(root, relativePath));
    if (!path.startsWith(root + sep)) return null;
    const facts = await stat(path);
    return facts.isFile() ? { path, relativePath, sizeBytes: facts.size, modifiedMs: facts.mtimeMs } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Deletes a file by its relative path, or the link that stands there; not what lies outside MEDIA_DIR. Nothing happens when it is not there.
 */
export async function deleteLibraryFile(mediaDir: string, relativePath: string): Promise<void> {
  if ((await openLibraryFile(mediaDir, relativePath)) === null) return;
  const root = await realpath(mediaDir);
  const path = resolve(root, relativePath);
  const folder = await realpath(dirname(path));
  if (folder !== root && !folder.startsWith(root + sep)) return;
  await rm(join(folder, basename(path)), { force: true });
}

function isListed(name: string): boolean {
  return isMediaName(name) || isPlaylistName(name);
}

function emptyWhenMissing(error: unknown): [] {
  if (isMissing(error)) return [];
  throw error;
}

/** Paths that nobody can have (too long, with NUL) are missing as well. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(String(code));
}
