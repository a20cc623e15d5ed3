import type { Snapshot } from '../../metrics/snapshot/live-state.ts';
import { type LiveStream, type LiveTrack, metricsOf } from '../../metrics/snapshot/live-stream.ts';
import type { StreamId } from '../../storage/model.ts';
import type { View } from './view.ts';

/** A track for a view: the public does not see who added it. */
export function shapeTrack(track: LiveTrack, view: View): object {
  if (view !== 'public') return track;
  const { addedBy: _, ...rest } = track;
  return rest;
}

/** The figures of a stream at a time; the public does not see errors. */
function shapeMetrics(stream: LiveStream, view: View, at: number): object {
  const { errorsCount, ...rest } = metricsOf(stream, at);
  return view === 'public' ? rest : { ...rest, errorsCount };
}

/** A stream for a view, as of a time. */
export function shapeStream(stream: LiveStream, view: View, at: number): object {
  const { track, queue, problem, isStalled, listeners: _, tracksPlayed: __, errorsCount: ___, ...rest } = stream;
  return {
    ...rest,
    ...(view === 'public' ? {} : { problem, isStalled }),
    track: track === null ? null : shapeTrack(track, view),
    queue: { ...queue, next: queue.next.map((item) => shapeTrack(item, view)) },
    metrics: shapeMetrics(stream, view, at),
  };
}

/** Sums over all streams. Listeners that are not known yet count as none. */
function totalsOf(streams: readonly LiveStream[], view: View): object {
  const sum = (of: (stream: LiveStream) => number) => streams.reduce((total, stream) => total + of(stream), 0);
  const totals = {
    streamsCount: streams.length,
    listenersCount: sum(({ listeners }) => listeners ?? 0),
    tracksPlayed: sum(({ tracksPlayed }) => tracksPlayed),
  };
  return view === 'public' ? totals : { ...totals, errorsCount: sum(({ errorsCount }) => errorsCount) };
}

/** The streams of a snapshot, all or some, as the body of a `snapshot` message. */
export function shapeSnapshot(
  { seq, at, isFresh, streams }: Snapshot,
  view: View,
  isWanted: (streamId: StreamId) => boolean,
): object {
  const wanted = streams.filter(({ streamId }) => isWanted(streamId));
  const shaped = wanted.map((stream) => shapeStream(stream, view, at));
  return { seq, at, isFresh, totals: totalsOf(wanted, view), streams: shaped };
}

/** The figures of all streams, as the data of a `metrics` event. */
export function shapeFigures({ at, isFresh, streams }: Snapshot, view: View): object {
  const figures = streams.map((stream) => ({ streamId: stream.streamId, ...shapeMetrics(stream, view, at) }));
  return { isFresh, totals: totalsOf(streams, view), streams: figures };
}
