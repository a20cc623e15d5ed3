import type { StreamId } from '../../storage/model.ts';
import type { Records } from '../../storage/sql/records.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { type LiveStream, nextShown, toLiveTrack } from './live-stream.ts';

/** Where streams are read from. */
export interface StreamSources {
  readonly store: Pick<RealtimeStore, 'playback' | 'queue' | 'audience'>;
  readonly records: Pick<Records, 'streams' | 'sessions'>;
}

/**
 * A stream as it is now; null: it is off. What only events tell (stalled, the title of live sound, why it pauses, past listeners) is not in it.
 * @throws AppError `redis-unavailable`, `sql-unavailable`.
 */
export async function readStream({ store, records }: StreamSources, streamId: StreamId): Promise<LiveStream | null> {
  const [playback, status, queue, audience, chat] = await Promise.all([
    store.playback.read(streamId),
    store.playback.readState(streamId),
    store.queue.read(streamId, { offset: 0, limit: nextShown }),
    store.audience.read(streamId),
    records.streams.find(streamId),
  ]);
  const { isOn, sessionId, isPaused, generation, current, positionMs } = playback;
  if (!isOn || sessionId === null) return null;
  const at = Date.now();
  return {
    streamId,
    title: chat?.title ?? '',
    sessionId,
    startedAt: playback.startedAt ?? at,
    state: status.state,
    problem: status.problem,
    engine: status.engine ?? null,
    generation,
    track: current === null ? null : toLiveTrack(current),
    liveTitle: null,
    isStalled: false,
    pausedFor: isPaused ? 'wish' : null,
    position: { positionMs, at },
    queue: { version: queue.version, length: queue.length, next: queue.items.map(toLiveTrack) },
    listeners: audience?.count ?? null,
    listenerHistory: [],
    ...(await readSummary({ records }, streamId, sessionId)),
  };
}

/** What has been on the air in a session so far. @throws AppError `sql-unavailable`. */
export async function readSummary(
  { records }: Pick<StreamSources, 'records'>,
  streamId: StreamId,
  sessionId: string,
): Promise<Pick<LiveStream, 'tracksPlayed' | 'errorsCount'>> {
  const [session] = await records.sessions.recent(streamId, 1);
  // The recorder writes a moment after the event: until then there was nothing.
  if (session?.sessionId !== sessionId) return { tracksPlayed: 0, errorsCount: 0 };
  return { tracksPlayed: session.tracksPlayed, errorsCount: session.errors };
}

/** All streams that are on. @throws AppError `redis-unavailable`, `sql-unavailable`. */
export async function readStreams(sources: StreamSources): Promise<ReadonlyMap<StreamId, LiveStream>> {
  const ids = await sources.store.playback.listOn();
  const streams = await Promise.all(ids.map((streamId) => readStream(sources, streamId)));
  return new Map(streams.filter((it) => it !== null).map((it) => [it.streamId, it]));
}
