import type { Logger } from '../log.ts';
import type { EfirEvent } from '../storage/events.ts';
import type { Records } from '../storage/sql/records.ts';
import type { RealtimeStore } from '../storage/store.ts';

/** Writes history to SQL. */
export interface Recorder {
  /** Ends it; resolves when the event under way is written. */
  close(): Promise<void>;
}

/** What it works with; the caller opens and closes them. */
export interface RecorderDependencies {
  readonly store: Pick<RealtimeStore, 'events'>;
  readonly records: Pick<Records, 'sessions' | 'plays' | 'streams'>;
  readonly log: Logger;
  /** Told of each event that was written. */
  readonly onRecorded?: (event: EfirEvent) => void;
}

/**
 * Starts to turn events into sessions and plays, as the consumer group `recorder`: each event is written by one process, at
 * least once. The records are idempotent by session, and by (stream, session, generation), so once more does no harm; an event that
 * cannot be written (the disk is full) is offered again.
 */
export function startRecorder({ store, records, log, onRecorded }: RecorderDependencies): Recorder {
  const closing = new AbortController();
  const consuming = store.events
    .consume(
      'recorder',
      async (event) => {
        await record(records, event);
        onRecorded?.(event);
      },
      closing.signal,
    )
    .catch((error: unknown) => {
      if (!closing.signal.aborted) log.error({ err: error }, 'the recorder has stopped');
    });
  return {
    async close() {
      closing.abort();
      await consuming;
    },
  };
}

/** Writes what an event says. Events that are no history do nothing. */
export async function record(
  { sessions, plays, streams }: RecorderDependencies['records'],
  event: EfirEvent,
): Promise<void> {
  const { streamId, at } = event;
  switch (event.type) {
    case 'stream.started': {
      const { sessionId, startedBy } = event.data;
      return await sessions.start({ sessionId, streamId, startedBy }, at);
    }
    case 'stream.ended': {
      const { sessionId, endReason, detail } = event.data;
      return await sessions.end({ sessionId, streamId, endReason, endDetail: detail }, at);
    }
    case 'track.started': {
      const { sessionId, generation, item } = event.data;
      return await plays.record({ streamId, sessionId, generation, item }, at);
    }
    case 'track.ended': {
      const { sessionId, generation, item, outcome, playedMs } = event.data;
      return await plays.record({ streamId, sessionId, generation, item, outcome, playedMs }, at);
    }
    case 'track.failed': {
      const { sessionId, generation, item, reason } = event.data;
      return await plays.record({ streamId, sessionId, generation, item, failure: reason }, at);
    }
    case 'settings.changed':
      return await streams.setSettings(streamId, { ...event.data.after });
    // The present, not history.
    case 'stream.state':
    case 'stream.stalled':
    case 'track.progress':
    case 'track.title':
    case 'queue.changed':
    case 'auto-end.warned':
    case 'auto-end.kept':
    // It tells of what stands in SQL already.
    case 'audit':
      return;
    case 'listeners.changed': {
      const { sessionId, count } = event.data;
      if (sessionId !== undefined) await sessions.listeners({ sessionId, streamId, count }, at);
      return;
    }
    case 'stream.migrated':
      return await streams.migrate(streamId, event.data.to);
  }
}
