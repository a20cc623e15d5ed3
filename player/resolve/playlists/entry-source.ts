import { isAbsolute, posix, relative } from 'node:path';
import type { Refusal, TrackSource } from '../../../storage/model.ts';

/** Where a playlist stands: what its relative entries are relative to. */
export type PlaylistPlace =
  | { readonly type: 'http'; readonly url: string }
  /** `path` of the playlist itself, relative to MEDIA_DIR; empty for one that came by Telegram: its entries are sought in the library. */
  | { readonly type: 'library'; readonly path: string };

/** The source that an entry means, or why it means none. */
export type EntrySource =
  | { readonly type: 'ok'; readonly source: Extract<TrackSource, { type: 'http' | 'library' }> }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/**
 * Reads an entry of a playlist: an http(s) address, or a path relative to the playlist. Files are only ever those of the library: `file://`
 * is refused, and what a path leads to is checked when it is opened.
 */
export function readEntry(location: string, place: PlaylistPlace, mediaDir: string): EntrySource {
  if (/^https?:/i.test(location)) return http(location);
  // One letter is a drive of Windows: somebody's own disk.
  if (/^[a-z]:/i.test(location)) return { type: 'refused', refusal: { code: 'not-in-library', nearest: [] } };
  if (/^[a-z][a-z\d+.-]*:/i.test(location)) return { type: 'refused', refusal: { code: 'url-scheme' } };
  if (place.type === 'http') {
    const url = URL.parse(location, place.url);
    return url === null ? { type: 'refused', refusal: { code: 'url-invalid' } } : http(url.href);
  }
  const path = location.replaceAll('\\', '/');
  const inside = isAbsolute(path) ? relative(mediaDir, path) : posix.join(posix.dirname(place.path), path);
  return { type: 'ok', source: { type: 'library', path: inside } };
}

function http(url: string): EntrySource {
  return { type: 'ok', source: { type: 'http', url } };
}
