const mimes = new Set([
  'application/mpegurl',
  'application/vnd.apple.mpegurl',
  'application/x-mpegurl',
  'audio/mpegurl',
  'audio/x-mpegurl',
  'audio/x-scpls',
  'application/pls+xml',
]);

/** Whether a file's name ends like that of a playlist. */
export function isPlaylistName(name: string): boolean {
  return /\.(m3u8?|pls)$/i.test(name);
}

/** Whether a MIME type is one of playlists. */
export function isPlaylistMime(mime: string | null): boolean {
  return mime !== null && mimes.has(mime.toLowerCase());
}
