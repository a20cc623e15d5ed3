import type { Logger } from '../../../log.ts';
import type { EventBody } from '../../events.ts';
import type { StreamId } from '../../model.ts';
import type { EventLog } from '../../store.ts';

/** Sends the event of an operation that is done. Never fails: see {@link createAnnounce}. */
export type Announce = (streamId: StreamId, event: EventBody) => void;

/**
 * Events of operations. The operation is done and must be reported as done even when its event cannot be published: the state
 * is the truth, the event only tells that it changed (docs/adr/0009).
 *
 * Nobody waits for it: that would be a second write to the disk before the answer. It is on its way before the operation is answered,
 * and Redis handles what comes over one connection in its order: whoever learns of the operation from its caller, or by a command
 * to players, finds the event published.
 */
export function createAnnounce(events: Pick<EventLog, 'publish'>, log: Logger): Announce {
  return (streamId, event) => {
    events.publish(streamId, event).catch((error: unknown) => {
      log.warn({ streamId, event: event.type, err: error }, 'an event could not be published');
    });
  };
}
