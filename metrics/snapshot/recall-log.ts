import { seqOf } from '../../storage/event-seq.ts';
import type { StreamId } from '../../storage/model.ts';
import type { EventLog } from '../../storage/store.ts';
import type { KeptEvents } from './kept-events.ts';
import { addListeners } from './listener-history.ts';
import type { LiveEvent } from './live-event.ts';
import type { LiveStream } from './live-stream.ts';
import { recallEvent } from './recall-event.ts';

/** What is recalled from, and into. `streams`: as read from Redis after `bounds` were; what the log tells of them is put in. */
export interface RecallOptions {
  readonly events: Pick<EventLog, 'follow'>;
  readonly bounds: { readonly first: string; readonly last: string };
  readonly streams: Map<StreamId, LiveStream>;
  readonly kept: KeptEvents;
  readonly signal: AbortSignal;
}

/** Reads what the log holds, up to its end as it was at the beginning. */
export async function recallLog({ events, bounds, streams, kept, signal }: RecallOptions): Promise<void> {
  const last = seqOf(bounds.last);
  const latest = new Map<string, LiveEvent>();
  kept.reset(seqOf(bounds.first) - 1);
  for await (const event of events.follow({ sinceId: '0-0', signal })) {
    const live = { seq: seqOf(event.id), event };
    // The log was trimmed meanwhile: what follows is the caller's.
    if (live.seq > last) break;
    kept.add(live);
    latest.set(`${event.type} ${event.streamId}`, live);
    const stream = streams.get(event.streamId);
    if (stream !== undefined) streams.set(event.streamId, recallEvent(stream, live));
    if (live.seq === last) break;
  }
  for (const stream of streams.values()) {
    const whole = withPresent(stream);
    streams.set(whole.streamId, whole);
    // Who begins with these events must not miss what went with them; that it is newer than they are does no harm.
    const start = latest.get(`stream.started ${whole.streamId}`);
    const change = latest.get(`queue.changed ${whole.streamId}`);
    if (start !== undefined) kept.replace({ ...start, stream: whole });
    if (change !== undefined) kept.replace({ ...change, next: whole.queue.next });
  }
}

/** With the present listeners at the end of the past ones; a stream that is stalled plays no track. */
function withPresent(stream: LiveStream): LiveStream {
  const { listeners: count, listenerHistory, isStalled, track } = stream;
  return {
    ...stream,
    track: isStalled ? null : track,
    listenerHistory: count === null ? listenerHistory : addListeners(listenerHistory, { at: Date.now(), count }),
  };
}
