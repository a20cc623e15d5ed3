/** What all streams do: as the snapshot said, and the events after it. As metrics/snapshot/apply-event.ts does it on the server. */

/** By id, as docs/WEBSOCKET.md describes them, and `heardAt`: when (performance.now) `position` was true. */
export const streams = new Map();

/** A stream as the server described it at `at`; `skewMs`: what our clock is ahead of the server's. */
export function put(stream, at, skewMs) {
  const ageMs = Math.max(at, Date.now() - skewMs) - stream.position.at;
  streams.set(stream.streamId, { ...stream, heardAt: performance.now() - Math.max(0, ageMs) });
}

/**
 * Applies an event. `changed(id)` hears of streams that differ now: at once, or, of a track's end, a moment later: the next one mostly begins in the
 * same moment, and no card shall flicker for that.
 */
export function apply({ type, streamId, at, data }, changed) {
  const stream = streams.get(streamId);
  if (stream === undefined) return;
  if (type.startsWith('track.')) return applyTrackEvent(stream, { type, at, data }, changed);
  switch (type) {
    case 'stream.state':
      Object.assign(stream, { state: data.state, problem: data.problem, engine: data.engine });
      break;
    case 'stream.stalled':
      Object.assign(stream, { isStalled: true, track: null });
      break;
    case 'queue.changed':
      if (data.version < stream.queue.version) return;
      stream.queue = { ...data, next: data.next ?? stream.queue.next.slice(0, data.length) };
      break;
    case 'listeners.changed':
      stream.metrics.listenersCount = data.count;
      stream.listenerHistory.push({ at, count: data.count });
      break;
    default:
      return;
  }
  changed(streamId);
}

const endDelayMs = 400;

/** What is told of a track that is no longer the present one changes nothing. */
function applyTrackEvent(stream, { type, at, data }, changed) {
  const isPresent = data.generation === stream.generation;
  if (type === 'track.started') {
    const { generation, item: track } = data;
    if (!isPresent)
      Object.assign(stream, { liveTitle: null, position: { positionMs: 0, at }, heardAt: performance.now() });
    Object.assign(stream, { generation, track, isStalled: false, pausedFor: null });
    return changed(stream.streamId);
  }
  if (!isPresent) return;
  if (type === 'track.ended' || type === 'track.failed') {
    setTimeout(() => {
      if (stream.generation !== data.generation || streams.get(stream.streamId) !== stream) return;
      Object.assign(stream, { track: null, liveTitle: null });
      changed(stream.streamId);
    }, endDelayMs);
    return;
  }
  if (type === 'track.title') stream.liveTitle = data.title;
  if (type === 'track.progress') {
    stream.position = { positionMs: data.positionMs, at };
    stream.pausedFor = data.isPaused ? (data.pausedFor ?? 'wish') : null;
    stream.heardAt = performance.now();
  }
  changed(stream.streamId);
}

/** Where the track is now, milliseconds. */
export function positionOf({ position, heardAt, pausedFor, state, track }) {
  const runs = pausedFor === null && (state === 'live' || state === 'degraded');
  const now = position.positionMs + (runs ? performance.now() - heardAt : 0);
  return Math.min(now, track?.durationMs ?? now);
}
