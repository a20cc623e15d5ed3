import { isMediaName } from '../names/media-names.ts';
import { isPlaylistName } from '../playlists/playlist-names.ts';

/**
 * Reduces a name to what people remember of it: no case, no diacritics, no punctuation, no extension of a media file
 * (“Beyoncé – Déjà_Vu.mp3” → “beyonce deja vu”).
 */
export function normalizeName(name: string): string {
  const trimmed = name.trim();
  const base = isMediaName(trimmed) || isPlaylistName(trimmed) ? trimmed.slice(0, trimmed.lastIndexOf('.')) : trimmed;
  return base
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
