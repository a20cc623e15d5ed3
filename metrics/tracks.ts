import { Counter, Histogram } from 'prom-client';
import type { TrackOutcome } from '../storage/model.ts';
import type { Metrics } from './registry.ts';

/** Counts what happens to tracks on the air. */
export interface TrackMeter {
  trackEnded(outcome: TrackOutcome): void;
  /** From the last packet of a track that ended by itself to the first of the next, milliseconds. */
  trackFollowed(gapMs: number): void;
  /** From the addition of a track that nothing stood before to its first packet, milliseconds. */
  soundBegan(waitedMs: number): void;
  /** A track had no packet in time: silence was sent. */
  ranDry(): void;
}

const outcomes: readonly TrackOutcome[] = ['finished', 'skipped', 'failed', 'stopped'];

/** Defines the player's metrics of tracks. */
export function registerTrackMetrics({ registers }: Metrics): TrackMeter {
  const played = new Counter({
    name: 'efir_tracks_played_total',
    help: 'Tracks that were on the air, by how they ended: finished, skipped, failed, stopped.',
    labelNames: ['result'],
    registers,
  });
  for (const result of outcomes) played.inc({ result }, 0);
  const transitions = new Histogram({
    name: 'efir_track_transition_seconds',
    help: 'From the last packet of a track to the first of the next; 0.04 is gapless, as a packet that resets decoders stands between.',
    buckets: [0.045, 0.07, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10],
    registers,
  });
  const firstAudio = new Histogram({
    name: 'efir_first_audio_seconds',
    help: 'From the addition of a track that is wanted at once to its first packet, joining the call included.',
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
    registers,
  });
  const dry = new Counter({
    name: 'efir_underruns_total',
    help: 'Interruptions of a track whose packets were not there in time.',
    registers,
  });
  return {
    trackEnded: (outcome) => played.inc({ result: outcome }),
    trackFollowed: (gapMs) => transitions.observe(gapMs / 1_000),
    soundBegan: (waitedMs) => firstAudio.observe(waitedMs / 1_000),
    ranDry: () => dry.inc(),
  };
}
