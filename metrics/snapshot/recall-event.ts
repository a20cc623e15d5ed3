import { addListeners } from './listener-history.ts';
import type { LiveEvent } from './live-event.ts';
import type { LiveStream } from './live-stream.ts';

/**
 * A stream that was read from Redis just now, after an event from before that: takes from it only what Redis does not know: the listeners of the
 * last minutes, why it pauses, that it is stalled, what live sound says it plays.
 */
export function recallEvent(stream: LiveStream, { event }: LiveEvent): LiveStream {
  if (event.at < stream.startedAt) return stream;
  switch (event.type) {
    case 'listeners.changed': {
      const { at, data } = event;
      return { ...stream, listenerHistory: addListeners(stream.listenerHistory, { at, count: data.count }) };
    }
    case 'track.progress': {
      const { generation, isPaused, pausedFor = isPaused ? 'wish' : null } = event.data;
      return generation === stream.generation ? { ...stream, pausedFor } : stream;
    }
    case 'track.title':
      return event.data.generation === stream.generation ? { ...stream, liveTitle: event.data.title } : stream;
    case 'stream.stalled':
      return { ...stream, isStalled: true };
    case 'track.started':
      return { ...stream, isStalled: false };
    default:
      return stream;
  }
}

/** The same stream, read again, with what only the events have told of this session. */
export function keepRecalled(read: LiveStream, known: LiveStream | undefined): LiveStream {
  if (known?.sessionId !== read.sessionId) return read;
  const { listenerHistory, isStalled } = known;
  const isSameTrack = known.generation === read.generation;
  return {
    ...read,
    listenerHistory,
    isStalled,
    liveTitle: isSameTrack ? known.liveTitle : null,
    pausedFor: read.pausedFor ?? (known.pausedFor === 'wish' ? null : known.pausedFor),
  };
}
