import type { EfirEvent } from '../../storage/events.ts';
import { addListeners } from './listener-history.ts';
import type { LiveEvent } from './live-event.ts';
import { type LiveStream, toLiveTrack } from './live-stream.ts';

/**
 * A stream after an event; null: it is off. Each event sets what it tells, so that one which the stream has seen already (it was read from Redis
 * a moment later) is set right by those that follow.
 */
export function applyEvent(stream: LiveStream | null, live: LiveEvent): LiveStream | null {
  const { event } = live;
  if (event.type === 'stream.started') return live.stream ?? stream;
  if (stream === null) return null;
  switch (event.type) {
    case 'stream.ended':
      return event.data.sessionId === stream.sessionId ? null : stream;
    case 'stream.state': {
      const { state, problem, engine = null } = event.data;
      return { ...stream, state, problem, engine };
    }
    case 'stream.stalled':
      return { ...stream, isStalled: true, track: null };
    case 'stream.migrated':
      return { ...stream, streamId: event.data.to };
    case 'queue.changed': {
      const { version, length } = event.data;
      if (version < stream.queue.version) return stream;
      return { ...stream, queue: { version, length, next: live.next ?? stream.queue.next.slice(0, length) } };
    }
    case 'listeners.changed': {
      const { count, sessionId = stream.sessionId } = event.data;
      if (sessionId !== stream.sessionId) return stream;
      const listenerHistory = addListeners(stream.listenerHistory, { at: event.at, count });
      return { ...stream, listeners: count, listenerHistory };
    }
    case 'track.started':
    case 'track.ended':
    case 'track.failed':
    case 'track.progress':
    case 'track.title':
      return applyTrackEvent(stream, event);
    case 'settings.changed':
    case 'auto-end.warned':
    case 'auto-end.kept':
    case 'audit':
      return stream;
    default:
      // Of a newer version: two may run side by side while they are changed.
      return stream;
  }
}

/** Events of a track that is no longer the present one change nothing: the next may have begun before the end of the last was told. */
function applyTrackEvent(stream: LiveStream, event: TrackEvent): LiveStream {
  const isPresent = event.data.generation === stream.generation;
  if (event.type === 'track.started') {
    const { generation, item } = event.data;
    const track = toLiveTrack(item);
    const playing = { ...stream, generation, track, isStalled: false, pausedFor: null };
    // One that goes on where it stopped keeps its position; the next report tells it anyhow.
    return isPresent ? playing : { ...playing, liveTitle: null, position: { positionMs: 0, at: event.at } };
  }
  if (!isPresent) return stream;
  switch (event.type) {
    case 'track.ended':
    case 'track.failed':
      return { ...stream, track: null, liveTitle: null };
    case 'track.progress': {
      const { positionMs, isPaused, pausedFor = isPaused ? 'wish' : null } = event.data;
      return { ...stream, position: { positionMs, at: event.at }, pausedFor };
    }
    case 'track.title':
      return { ...stream, liveTitle: event.data.title };
  }
}

type TrackEvent = Extract<EfirEvent, { type: `track.${string}` }>;
