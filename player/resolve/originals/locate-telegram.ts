import { isMediaMime, isMediaName } from '../names/media-names.ts';
import { isPlaylistMime, isPlaylistName } from '../playlists/playlist-names.ts';
import type { Located } from './located.ts';
import type { TelegramFiles, TelegramSource } from './telegram-files.ts';
import { trackIdOf } from './track-id.ts';

/** Documents that are plainly something else: not worth a download. */
const otherMime = /^(image\/|text\/|application\/(pdf|zip|msword|vnd\.))/;

/** Locates a file that Telegram keeps, by what the message says of it. */
export function locateTelegram(files: TelegramFiles, maxBytes: number, source: TelegramSource): Located {
  const { fileUniqueId, fileName, mime, sizeBytes } = source;
  if (sizeBytes === 0) return { type: 'refused', refusal: { code: 'empty-file' } };
  if (sizeBytes !== null && sizeBytes > maxBytes) {
    return { type: 'refused', refusal: { code: 'too-large', limitMb: Math.round(maxBytes / 2 ** 20) } };
  }
  const claimsAudio = isMediaMime(mime) || isMediaName(fileName ?? '');
  const isPlaylist = isPlaylistName(fileName ?? '') || isPlaylistMime(mime);
  if (!claimsAudio && !isPlaylist && otherMime.test(mime ?? ''))
    return { type: 'refused', refusal: { code: 'no-audio' } };
  return {
    type: 'ok',
    trackId: trackIdOf('telegram', fileUniqueId),
    fileName,
    mime,
    claimsAudio,
    bytes: { type: 'download', sizeBytes, isRepeatable: true, open: (signal) => files.open(source, signal) },
    release: () => undefined,
  };
}
