import type { RealtimeStore } from '../../../storage/store.ts';
import { readListeners } from '../../listeners.ts';

/** How many listen to all streams together, as players last said. @throws AppError `redis-unavailable`. */
export async function countListeners(store: Pick<RealtimeStore, 'playback' | 'audience'>): Promise<number> {
  const ids = await store.playback.listOn();
  const counts = await Promise.all(ids.map(async (id) => (await readListeners(store, id))?.count ?? 0));
  return counts.reduce((sum, count) => sum + count, 0);
}
