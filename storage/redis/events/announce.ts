import type { Logger } from '../../../log.ts';
import type { EventBody } from '../../events.ts';
import type { StreamId } from '../../model.ts';
import type { EventLog } from '../../store.ts';

/** Publishes the event of an operation that is done. Never fails: see {@link createAnnounce}. */
export type Announce = (streamId: StreamId, event: EventBody) => Promise<void>;

/**
 * Events of operations. The operation is done and must be reported as done even when its event cannot be published: the state
 * is the truth, the event only tells that it changed (docs/adr/0009).
 */
export function createAnnounce(events: Pick<EventLog, 'publish'>, log: Logger): Announce {
  return async (streamId, event) => {
    try {
      await events.publish(streamId, event);
    } catch (error) {
      log.warn({ streamId, event: event.type, err: error }, 'an event could not be published');
    }
  };
}
