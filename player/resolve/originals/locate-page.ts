import type { Pages } from '../pages/pages.ts';
import type { Located } from './located.ts';
import { trackIdOf } from './track-id.ts';

/** Locates the sound of a page, which yt-dlp fetches. */
export function locatePage(pages: Pages | null, url: string): Located {
  if (pages === null) return { type: 'refused', refusal: { code: 'yt-dlp-missing' } };
  return {
    type: 'ok',
    trackId: trackIdOf('yt-dlp', url),
    fileName: null,
    mime: null,
    claimsAudio: true,
    bytes: {
      type: 'download',
      sizeBytes: null,
      isRepeatable: true,
      open: async (signal) => ({ type: 'ok', stream: pages.openSound(url, signal) }),
    },
    release: () => undefined,
  };
}
