import { createReadStream } from 'node:fs';
import type { Refusal, TrackSource } from '../../../storage/model.ts';
import { readAtMost } from '../../ingest/live/live-input.ts';
import type { LocatedFile } from '../resolve-file.ts';
import type { PlaylistPlace } from './entry-source.ts';
import { type PlaylistEntry, parsePlaylist } from './parse-playlist.ts';
import { isPlaylistMime, isPlaylistName } from './playlist-names.ts';

/** What a playlist's file holds. */
export type ReadPlaylist =
  | { readonly type: 'list'; readonly entries: readonly PlaylistEntry[]; readonly place: PlaylistPlace }
  | { readonly type: 'hls' }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** No list of 500 entries is larger, bytes. */
const maxPlaylistBytes = 2 ** 20;

/** Whether something says of itself that it is a playlist. */
export function isPlaylistLocated({ fileName, mime, finalUrl }: LocatedFile): boolean {
  const path = finalUrl === undefined ? '' : new URL(finalUrl).pathname;
  return isPlaylistName(fileName ?? '') || isPlaylistName(path) || isPlaylistMime(mime);
}

/**
 * Reads a playlist from wherever it is.
 * @throws EgressError with the refusal of a download; AppError `telegram-unavailable`, `telegram-refused`, `aborted`.
 */
export async function readPlaylist(
  { bytes, finalUrl }: LocatedFile,
  source: TrackSource,
  signal: AbortSignal,
): Promise<ReadPlaylist> {
  const opened =
    bytes.type === 'own' ? { type: 'ok' as const, stream: createReadStream(bytes.path) } : await bytes.open(signal);
  if (opened.type === 'refused') return opened;
  const parsed = parsePlaylist(await readAtMost(opened.stream, maxPlaylistBytes));
  switch (parsed.type) {
    case 'none':
      return { type: 'refused', refusal: { code: 'unreadable' } };
    case 'hls':
      return { type: 'hls' };
    case 'list':
      return { type: 'list', entries: parsed.entries, place: placeOf(source, finalUrl) };
  }
}

function placeOf(source: TrackSource, finalUrl: string | undefined): PlaylistPlace {
  if (finalUrl !== undefined) return { type: 'http', url: finalUrl };
  return { type: 'library', path: source.type === 'library' ? source.path : '' };
}
