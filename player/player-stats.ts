import type { StreamState } from '../storage/model.ts';
import type { RejoinCause } from './call/call-machine.ts';
import type { IngestStats } from './ingest/create-ingest.ts';
import type { ClockStats } from './playout/clock.ts';

/** What a player tells of itself, for the metrics. */
export interface PlayerStats extends StreamSums {
  readonly clock: ClockStats;
  /** Calls that had to be joined anew, by cause, since the process began. */
  readonly rejoins: Readonly<Partial<Record<RejoinCause, number>>>;
  /** To Telegram. */
  readonly isConnected: boolean;
  readonly ingest: IngestStats;
}

/** What one stream adds to it. */
export interface StreamFigures {
  readonly state: StreamState;
  /** As far as it knows. */
  readonly listeners: number;
}

/** All streams of a player together. `states`: how many are in each state that any is in. */
interface StreamSums {
  readonly streams: number;
  readonly states: Readonly<Partial<Record<StreamState, number>>>;
  readonly listeners: number;
}

/** Sums up the streams of a player. */
export function sumUp(figures: readonly StreamFigures[]): StreamSums {
  const states: Partial<Record<StreamState, number>> = {};
  for (const { state } of figures) states[state] = (states[state] ?? 0) + 1;
  return { streams: figures.length, states, listeners: figures.reduce((sum, { listeners }) => sum + listeners, 0) };
}
