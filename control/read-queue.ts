import type { CallProblem, Playback, QueueItem, StreamId, StreamState } from '../storage/model.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import { startTimes, totalMs } from './schedule.ts';
import { isStalled } from './stall.ts';

/** What a stream does at the moment. */
export interface NowPlaying {
  readonly playback: Playback;
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  /** The current track waits and the placeholder plays: several before it could not be played. */
  readonly isStalled: boolean;
  /** It is to pause while nobody listens, and nobody does. */
  readonly waitsForListeners: boolean;
  /** How many tracks wait behind the current one. */
  readonly queueLength: number;
}

/** A place in the queue with its 1-based position; `startsInMs` null when it cannot be told. */
export interface QueueRow {
  readonly position: number;
  readonly item: QueueItem;
  readonly startsInMs: number | null;
}

/** One page of the queue. */
export interface QueuePage extends NowPlaying {
  readonly rows: readonly QueueRow[];
  /** 0-based, and how many there are (at least one). */
  readonly page: number;
  readonly pageCount: number;
  /** Length of all tracks that wait, milliseconds; null when one is of unknown length. */
  readonly totalMs: number | null;
}

/** How many rows a page of the queue has when nothing else is asked for. */
export const rowsPerPage = 8;

/** @throws AppError `redis-unavailable`. */
export async function readNowPlaying({ store }: UseCaseDependencies, streamId: StreamId): Promise<NowPlaying> {
  const [playback, { state, problem }, { length }] = await Promise.all([
    store.playback.read(streamId),
    store.playback.readState(streamId),
    store.queue.read(streamId, { offset: 0, limit: 1 }),
  ]);
  const [stalled, waits] = await Promise.all([isStalled(store, playback), waitsForListeners(store, streamId)]);
  return { playback, state, problem, isStalled: stalled, waitsForListeners: waits, queueLength: length };
}

async function waitsForListeners({ settings, audience }: UseCaseDependencies['store'], streamId: StreamId) {
  const { pausesWhenEmpty } = await settings.read(streamId);
  return pausesWhenEmpty && (await audience.read(streamId))?.count === 0;
}

/**
 * Reads a page of the queue with start times; a page past the end gives the last one.
 * @param rowCount rows of a page, from 1.
 * @throws AppError `redis-unavailable`.
 */
export async function readQueue(
  { store }: UseCaseDependencies,
  streamId: StreamId,
  wantedPage: number,
  rowCount = rowsPerPage,
): Promise<QueuePage> {
  const [playback, { state, problem }, { items }] = await Promise.all([
    store.playback.read(streamId),
    store.playback.readState(streamId),
    store.queue.read(streamId),
  ]);
  const pageCount = Math.max(1, Math.ceil(items.length / rowCount));
  const page = Math.min(Math.max(0, wantedPage), pageCount - 1);
  const waits = startTimes(playback, items);
  const offset = page * rowCount;
  const [stalled, waitsForSomebody] = await Promise.all([
    isStalled(store, playback),
    waitsForListeners(store, streamId),
  ]);
  const rows = items.slice(offset, offset + rowCount).map((item, i) => ({
    position: offset + i + 1,
    item,
    // Nobody can tell when somebody will step in.
    startsInMs: stalled ? null : (waits[offset + i] ?? null),
  }));
  return {
    playback,
    state,
    problem,
    isStalled: stalled,
    waitsForListeners: waitsForSomebody,
    queueLength: items.length,
    rows,
    page,
    pageCount,
    totalMs: totalMs(items),
  };
}
