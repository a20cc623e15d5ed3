import { Gauge } from 'prom-client';
import type { StreamState } from '../storage/model.ts';
import type { Metrics } from './registry.ts';

/** What a player tells of its streams, asked at every scrape. */
export interface StreamsSnapshot {
  /** How many of its streams are in each state; a state without streams may be left out. */
  readonly states: Readonly<Partial<Record<StreamState, number>>>;
  /** People who listen, over all its streams. */
  readonly listeners: number;
}

/** A stream that is off is nobody's. */
const shownStates = ['joining', 'live', 'degraded', 'rejoining', 'blocked'] as const satisfies readonly StreamState[];

/** Defines the player's `efir_streams_active`, `efir_streams` by state, and `efir_listeners`. */
export function registerStreamMetrics({ registers }: Metrics, snapshot: () => StreamsSnapshot): void {
  new Gauge({
    name: 'efir_streams_active',
    help: 'Streams that this player has on, whatever their call does.',
    registers,
    collect() {
      const { states } = snapshot();
      this.set(shownStates.reduce((sum, state) => sum + (states[state] ?? 0), 0));
    },
  });
  new Gauge({
    name: 'efir_streams',
    help: 'The same by the state of their call: joining, live, degraded, rejoining, blocked.',
    labelNames: ['state'],
    registers,
    collect() {
      const { states } = snapshot();
      for (const state of shownStates) this.set({ state }, states[state] ?? 0);
    },
  });
  new Gauge({
    name: 'efir_listeners',
    help: 'People who listen to the streams of this player, without assistants and bots.',
    registers,
    collect() {
      this.set(snapshot().listeners);
    },
  });
}
