import type { Playback, StreamId } from '../../model.ts';

/** A playback as the scripts give it: a stream's id may have more digits than Lua numbers hold, so they leave it out. */
export type StoredPlayback = Omit<Playback, 'streamId'>;

/** The whole playback. */
export function toPlayback(streamId: StreamId, stored: StoredPlayback): Playback {
  return { streamId, ...stored };
}
