import type { AdminDependencies } from '../admin-dependencies.ts';

/**
 * Tells players of deleted tracks that they were not told of yet. It never fails: what could not be told is told by the next sweep. They may
 * be told twice.
 */
export async function tellRemovals({
  records,
  store,
  log,
}: Pick<AdminDependencies, 'records' | 'store' | 'log'>): Promise<void> {
  try {
    for (const removal of await records.tracks.removals()) {
      await store.removedTracks.tell(removal);
      await records.tracks.endRemoval(removal);
    }
  } catch (error) {
    log.warn({ err: error }, 'players could not be told of deleted tracks yet');
  }
}
