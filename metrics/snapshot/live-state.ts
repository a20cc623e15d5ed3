import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import { seqOf } from '../../storage/event-seq.ts';
import type { EfirEvent } from '../../storage/events.ts';
import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { applyEvent } from './apply-event.ts';
import { createComparison } from './comparison.ts';
import { findExtras } from './find-extras.ts';
import { createKeptEvents } from './kept-events.ts';
import type { LiveEvent } from './live-event.ts';
import type { LiveStream } from './live-stream.ts';
import { readStreams, readSummary, type StreamSources } from './read-stream.ts';
import { keepRecalled } from './recall-event.ts';
import { recallLog } from './recall-log.ts';

/** All streams that are on, after the event with number `seq` (0: there was none yet). */
export interface Snapshot {
  readonly seq: number;
  /** Unix milliseconds. */
  readonly at: number;
  /** Whether Redis answers: else this is how it was when it last did. */
  readonly isFresh: boolean;
  /** In the order of their starts. */
  readonly streams: readonly LiveStream[];
}

/** Who is told what. They must not throw. */
export interface LiveListener {
  readonly onEvent: (event: LiveEvent) => void;
  /** Events were lost on their way to the log (Redis was away): the snapshot was read anew. */
  readonly onReset: () => void;
  /** Every two seconds. */
  readonly onTick: () => void;
}

/**
 * What all streams do, in this process: read from Redis at the start, kept by following the event log, compared with Redis from time to time.
 */
export interface LiveState {
  /** Resolves when the snapshot can be read for the first time; rejects when it is closed before. */
  readonly ready: Promise<void>;
  snapshot(): Snapshot;
  /** What came after the event with that number, in order; null: some of it is not known any more. */
  eventsAfter(seq: number): readonly LiveEvent[] | null;
  /** Returns the unsubscribe. */
  subscribe(listener: LiveListener): () => void;
  close(): Promise<void>;
}

/** What it works with; the caller opens and closes them. `tickMs`: default 2,000. */
export interface LiveStateOptions extends StreamSources {
  readonly store: StreamSources['store'] & Pick<RealtimeStore, 'events' | 'ping'>;
  readonly log: Logger;
  readonly tickMs?: number;
}

const retryMs = 1_000;
/** Every so many ticks the streams are compared with Redis. */
const ticksPerCheck = 5;
/** For so many ticks after a track began or ended the session's figures are read: the recorder writes them a moment later. */
const ticksUntilRecorded = 2;

/** Starts to read and to follow; an outage of Redis only delays it. The caller closes it before what it works with. */
export function startLiveState(options: LiveStateOptions): LiveState {
  const { store, log, tickMs = 2_000 } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const ready = Promise.withResolvers<void>();
  // Whoever waits hears of it; nobody has to.
  ready.promise.catch(() => undefined);
  const listeners = new Set<LiveListener>();
  const kept = createKeptEvents();
  const comparison = createComparison();
  /** Streams whose figures are to be read, and for how many ticks more. */
  const unrecorded = new Map<StreamId, number>();
  let streams = new Map<StreamId, LiveStream>();
  let isReady = false;
  let isFresh = true;

  const load = async (): Promise<string> => {
    const bounds = await store.events.bounds();
    streams = new Map(await readStreams(options));
    if (bounds === null) return '0-0';
    await recallLog({ events: store.events, bounds, streams, kept, signal });
    return bounds.last;
  };

  const take = async (event: EfirEvent): Promise<void> => {
    const { streamId, type } = event;
    const extras = await findExtras(options, event).catch((error: unknown) => {
      log.warn(
        { err: error, streamId, event: type },
        'an event goes on without what goes with it; the next check mends it',
      );
      return {};
    });
    const live = { seq: seqOf(event.id), event, ...extras };
    const stream = applyEvent(streams.get(streamId) ?? null, live);
    if (stream?.streamId !== streamId) streams.delete(streamId);
    if (stream !== null) streams.set(stream.streamId, stream);
    if (type.startsWith('track.') && type !== 'track.progress') unrecorded.set(streamId, ticksUntilRecorded);
    kept.add(live);
    for (const { onEvent } of listeners) onEvent(live);
  };

  const run = async (): Promise<void> => {
    const sinceId = await load();
    isReady = true;
    ready.resolve();
    for await (const event of store.events.follow({ sinceId, signal })) await take(event);
  };

  const check = async (): Promise<void> => {
    const read = await readStreams(options);
    const wrong = comparison.findWrong(streams, read);
    if (wrong.length === 0) return;
    log.info({ streams: wrong }, 'streams are not as their events said: they are read anew');
    streams = new Map([...read].map(([id, stream]) => [id, keepRecalled(stream, streams.get(id))]));
    for (const { onReset } of listeners) onReset();
  };

  const readFigures = async (): Promise<void> => {
    for (const [streamId, ticks] of [...unrecorded]) {
      if (ticks > 1) unrecorded.set(streamId, ticks - 1);
      else unrecorded.delete(streamId);
      const sessionId = streams.get(streamId)?.sessionId;
      if (sessionId === undefined) continue;
      const summary = await readSummary(options, streamId, sessionId);
      const stream = streams.get(streamId);
      if (stream?.sessionId === sessionId) streams.set(streamId, { ...stream, ...summary });
    }
  };

  const tick = async (count: number): Promise<void> => {
    try {
      await within(store.ping(), tickMs, signal);
      isFresh = true;
      await readFigures();
      if (count % ticksPerCheck === 0 || comparison.isInDoubt) await check();
    } catch (error) {
      isFresh = false;
      log.debug({ err: error }, 'the streams could not be compared with Redis');
    }
    for (const { onTick } of listeners) onTick();
  };

  const running = Promise.all([
    (async () => {
      while (!signal.aborted) {
        await run().catch((error: unknown) => {
          if (!signal.aborted) log.warn({ err: error }, 'the streams cannot be followed, trying again');
        });
        await pause(retryMs, signal);
      }
    })(),
    (async () => {
      for (let count = 1; !signal.aborted; count += 1) {
        await pause(tickMs, signal);
        if (isReady && !signal.aborted) await tick(count);
      }
    })(),
  ]);

  return {
    ready: ready.promise,
    snapshot: () => ({
      seq: kept.head,
      at: Date.now(),
      isFresh,
      streams: [...streams.values()].sort((a, b) => a.startedAt - b.startedAt),
    }),
    eventsAfter: (seq) => kept.after(seq),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      closing.abort();
      ready.reject(new Error('the live state is closed'));
      await running;
    },
  };
}

/** Waits; the end of the signal ends it early. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** @throws Error when `work` takes longer than `ms`. */
async function within(work: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const late = pause(ms, AbortSignal.any([signal, ended.signal])).then(() => 'late' as const);
  try {
    if ((await Promise.race([work, late])) === 'late') throw new Error(`no answer within ${ms} ms`);
  } finally {
    ended.abort();
    // It fails later, when nobody listens any more.
    work.catch(() => undefined);
  }
}
