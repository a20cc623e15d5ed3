import type { EfirEvent } from '../../storage/events.ts';
import type { EventExtras } from './live-event.ts';
import { nextShown, toLiveTrack } from './live-stream.ts';
import { readStream, type StreamSources } from './read-stream.ts';

/** Reads what goes with an event. @throws AppError `redis-unavailable`, `sql-unavailable`. */
export async function findExtras(sources: StreamSources, { type, streamId }: EfirEvent): Promise<EventExtras> {
  switch (type) {
    case 'stream.started': {
      const stream = await readStream(sources, streamId);
      return stream === null ? {} : { stream };
    }
    case 'queue.changed': {
      const { items } = await sources.store.queue.read(streamId, { offset: 0, limit: nextShown });
      return { next: items.map(toLiveTrack) };
    }
    default:
      return {};
  }
}
