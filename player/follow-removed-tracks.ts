import type { Logger } from '../log.ts';
import type { RemovedTrack } from '../storage/removed-tracks.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Ingest } from './ingest/create-ingest.ts';
import { deleteLibraryFile } from './resolve/library/library.ts';
import { locateLibrary } from './resolve/originals/locate-library.ts';

/** What {@link followRemovedTracks} needs. */
export interface FollowRemovedTracksOptions {
  readonly store: Pick<RealtimeStore, 'removedTracks'>;
  readonly ingest: Pick<Ingest, 'forget'>;
  readonly mediaDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Takes tracks that were deleted out of the cache, and their files out of the library, until the signal aborts: those that were deleted while
 * this player was away, too. Doing it again does no harm.
 */
export async function followRemovedTracks(options: FollowRemovedTracksOptions): Promise<void> {
  const { store, log, signal } = options;
  for await (const removed of store.removedTracks.follow(signal)) {
    try {
      await drop(options, removed);
    } catch (error) {
      // The next start tries once more.
      log.error({ err: error, trackId: removed.trackId }, 'a deleted track could not be removed from the disk');
    }
  }
}

async function drop(
  { ingest, mediaDir, log }: FollowRemovedTracksOptions,
  { trackId, source, removedAt }: RemovedTrack,
): Promise<void> {
  await ingest.forget({ trackId }, removedAt);
  if (source.type !== 'library') return;
  const located = await locateLibrary(mediaDir, source.path);
  // Another file under the same name is another track.
  if (located.type !== 'ok' || located.trackId !== trackId) return;
  await deleteLibraryFile(mediaDir, source.path);
  log.info({ trackId, path: source.path }, 'a file was deleted from the library');
}
