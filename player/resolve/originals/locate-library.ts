import { openLibraryFile } from '../library/library.ts';
import type { Located } from './located.ts';
import { trackIdOf } from './track-id.ts';

/** Locates a file of the library; it is another track when its size or time of change is another. */
export async function locateLibrary(mediaDir: string, path: string): Promise<Located> {
  const file = await openLibraryFile(mediaDir, path);
  if (file === null) return { type: 'refused', refusal: { code: 'not-in-library', nearest: [] } };
  return {
    type: 'ok',
    trackId: trackIdOf('library', path, file.sizeBytes, file.modifiedMs),
    fileName: path,
    mime: null,
    claimsAudio: true,
    bytes: { type: 'own', path: file.path },
    release: () => undefined,
  };
}
