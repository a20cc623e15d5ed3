import { createHash } from 'node:crypto';

/** A track's id from what makes its source the same sound: 22 characters, fit for file names and job ids. */
export function trackIdOf(
  kind: 'telegram' | 'library' | 'http' | 'live' | 'yt-dlp',
  ...facts: readonly (string | number | null)[]
): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...facts]))
    .digest('base64url')
    .slice(0, 22);
}
