import type { EfirEvent } from '../../storage/events.ts';
import type { LiveStream, LiveTrack } from './live-stream.ts';

/** What a process adds to an event for those who draw a stream from events alone, as read from Redis when the event came. */
export interface EventExtras {
  /** With `stream.started`: the whole stream. */
  readonly stream?: LiveStream;
  /** With `queue.changed`: the first three of the queue. */
  readonly next?: readonly LiveTrack[];
}

/** An event with its number (`event-seq.ts`) and extras. */
export interface LiveEvent extends EventExtras {
  readonly seq: number;
  readonly event: EfirEvent;
}
