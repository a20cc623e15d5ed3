import type { StreamRecord } from '../../../storage/sql/records.ts';
import { readListeners } from '../../listeners.ts';
import type { AdminDependencies } from '../admin-dependencies.ts';
import type { StreamView } from '../streams.ts';

/** A row with what its stream does now. @throws AppError `redis-unavailable`. */
export async function toStreamView(
  { store }: Pick<AdminDependencies, 'store'>,
  record: StreamRecord,
): Promise<StreamView> {
  const { id } = record;
  const [playback, { state, problem }, queue, listeners] = await Promise.all([
    store.playback.read(id),
    store.playback.readState(id),
    store.queue.read(id, { offset: 0, limit: 1 }),
    readListeners(store, id),
  ]);
  const { isOn, isPaused, current, positionMs, startedAt } = playback;
  const live = { isOn, isPaused, state, problem, current, positionMs, startedAt };
  return { ...record, ...live, queueLength: queue.length, listeners: isOn ? (listeners?.count ?? null) : null };
}
