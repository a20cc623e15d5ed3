import type { ErrorTally } from '../error-tally.ts';
import { registerAssistantMetrics } from '../metrics/assistant.ts';
import { registerCallMetrics } from '../metrics/calls.ts';
import { registerDiskMetrics } from '../metrics/disk.ts';
import { registerErrorMetrics } from '../metrics/errors.ts';
import { registerFloodWaitMetrics } from '../metrics/flood-waits.ts';
import { registerIngestMetrics } from '../metrics/ingest.ts';
import { registerPlayoutMetrics } from '../metrics/playout.ts';
import { registerRedisMetrics } from '../metrics/redis.ts';
import type { Metrics } from '../metrics/registry.ts';
import { registerStreamMetrics } from '../metrics/streams.ts';
import { registerTrackMetrics } from '../metrics/tracks.ts';
import type { PlayerObserver } from '../player/observer.ts';
import type { Player } from '../player/player.ts';
import type { PlayerStats } from '../player/player-stats.ts';
import type { RedisObserver } from '../storage/redis/link/redis-observer.ts';

/** What is measured of any process. */
interface MeasuredProcess {
  readonly errors: ErrorTally;
  /** DATA_DIR. */
  readonly dataDir: string;
}

/** A player's metrics, as its parts see them. */
export interface MeasuredPlayer {
  readonly redis: RedisObserver;
  readonly player: PlayerObserver;
  /** From now on this player is asked at every scrape; before, everything is 0. */
  watch(player: Pick<Player, 'stats'>): void;
}

/** Of a player that is not there yet. */
const noStats: PlayerStats = {
  streams: 0,
  states: {},
  listeners: 0,
  clock: { frames: 0, late: 0, missed: 0, latenessMs: { p50: 0, p99: 0, max: 0 } },
  rejoins: {},
  isConnected: false,
  ingest: { pending: 0, cacheBytes: 0, cacheMaxBytes: 0 },
};

/** Joins player and metrics, which do not know each other. */
export function measurePlayer(metrics: Metrics, { errors, dataDir }: MeasuredProcess): MeasuredPlayer {
  let stats = () => noStats;
  registerErrorMetrics(metrics, errors.counts);
  registerDiskMetrics(metrics, dataDir);
  registerPlayoutMetrics(metrics, () => stats());
  registerStreamMetrics(metrics, () => stats());
  registerCallMetrics(metrics, () => stats().rejoins);
  registerAssistantMetrics(metrics, () => stats().isConnected);
  const redis = registerRedisMetrics(metrics);
  const ingest = registerIngestMetrics(metrics, () => stats().ingest);
  const player = { ...registerTrackMetrics(metrics), ...ingest, floodWait: registerFloodWaitMetrics(metrics) };
  return {
    redis,
    player,
    watch(watched) {
      stats = () => watched.stats();
    },
  };
}
