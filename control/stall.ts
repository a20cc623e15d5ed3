import type { Playback, StreamId } from '../storage/model.ts';
import type { RealtimeStore } from '../storage/store.ts';

/** Name of the note with the generation that waits (see {@link isStalled}). */
const noteName = 'stalled';

/**
 * Remembers that the player tries no more of the queue by itself: what is current waits while the placeholder plays.
 * @throws AppError `redis-unavailable`.
 */
export async function noteStall(
  { playback, notes }: Pick<RealtimeStore, 'playback' | 'notes'>,
  streamId: StreamId,
): Promise<void> {
  const { generation } = await playback.read(streamId);
  await notes.set(streamId, noteName, generation);
}

/**
 * Forgets it: a track plays.
 * @throws AppError `redis-unavailable`.
 */
export function endStall({ notes }: Pick<RealtimeStore, 'notes'>, streamId: StreamId): Promise<void> {
  return notes.remove(streamId, noteName);
}

/**
 * Whether what is current waits, as several before it could not be played. Over with the next change of what is current.
 * @throws AppError `redis-unavailable`.
 */
export async function isStalled(
  { notes }: Pick<RealtimeStore, 'notes'>,
  { streamId, isOn, current, generation }: Playback,
): Promise<boolean> {
  return isOn && current !== null && (await notes.get<number>(streamId, noteName)) === generation;
}
