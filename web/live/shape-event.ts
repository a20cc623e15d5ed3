import type { LiveEvent } from '../../metrics/snapshot/live-event.ts';
import { toLiveTrack } from '../../metrics/snapshot/live-stream.ts';
import { noStream } from '../../storage/events.ts';
import type { QueueItem, StreamSettings } from '../../storage/model.ts';
import { shapeStream, shapeTrack } from './shape-stream.ts';
import { mayWatch, type View } from './view.ts';

/** An event as a message for a view; null: that view does not see it. No view sees the sources of tracks, which may hold secrets. */
export function shapeEvent(live: LiveEvent, view: View): object | null {
  const { seq, event } = live;
  if (!mayWatch(view, event.type)) return null;
  const streamId = event.streamId === noStream ? null : event.streamId;
  return { seq, type: event.type, streamId, at: event.at, data: shapeData(live, view) };
}

function shapeData(live: LiveEvent, view: View): object {
  const { event, stream, next } = live;
  const isPublic = view === 'public';
  const item = (it: QueueItem) => shapeTrack(toLiveTrack(it), view);
  switch (event.type) {
    case 'stream.started': {
      const { sessionId, startedBy } = event.data;
      const whole = stream === undefined ? {} : { stream: shapeStream(stream, view, event.at) };
      return { sessionId, ...(isPublic ? {} : { startedBy }), ...whole };
    }
    case 'stream.ended': {
      const { sessionId, endReason, detail } = event.data;
      return { sessionId, endReason, ...(isPublic ? {} : { detail }) };
    }
    case 'stream.state': {
      const { state, problem, engine = null } = event.data;
      return { state, engine, ...(isPublic ? {} : { problem }) };
    }
    case 'track.started':
    case 'track.ended':
    case 'track.failed':
      return { ...event.data, item: item(event.data.item) };
    case 'queue.changed':
      return next === undefined ? event.data : { ...event.data, next: next.map((it) => shapeTrack(it, view)) };
    case 'settings.changed': {
      const { before, after, changedBy } = event.data;
      return { before: shapeSettings(before), after: shapeSettings(after), changedBy };
    }
    case 'auto-end.kept': {
      const { sessionId, endsAt, keptBy } = event.data;
      return { sessionId, endsAt, ...(isPublic ? {} : { keptBy }) };
    }
    default:
      return event.data;
  }
}

function shapeSettings({ placeholder, ...rest }: StreamSettings): object {
  return { ...rest, placeholder: placeholder === null ? null : { title: placeholder.title } };
}
