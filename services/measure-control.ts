import { commands } from '../bot/commands/commands.ts';
import type { BotObserver } from '../bot/observer.ts';
import type { ErrorTally } from '../error-tally.ts';
import { type AutoEndOutcome, registerAutoEndMetrics } from '../metrics/auto-end.ts';
import { registerCommandMetrics } from '../metrics/commands.ts';
import { registerDatabaseMetrics, type WatchedDatabase } from '../metrics/database.ts';
import { registerErrorMetrics } from '../metrics/errors.ts';
import { registerFloodWaitMetrics } from '../metrics/flood-waits.ts';
import { type HttpMeter, registerHttpMetrics } from '../metrics/http.ts';
import { registerRedisMetrics } from '../metrics/redis.ts';
import type { Metrics } from '../metrics/registry.ts';
import { registerSessionMetrics } from '../metrics/sessions.ts';
import { registerWebSocketMetrics, type WebSocketMeter } from '../metrics/websocket.ts';
import type { EfirEvent } from '../storage/events.ts';
import type { RedisObserver } from '../storage/redis/link/redis-observer.ts';
import type { ObserveQuery } from '../storage/sql/timed-statement.ts';

/** The control process's metrics, as its parts see them. */
export interface MeasuredControl {
  readonly redis: RedisObserver;
  readonly onQuery: ObserveQuery;
  /** From now on these records are looked at at every scrape. */
  watch(database: WatchedDatabase): void;
  readonly bot: BotObserver;
  readonly http: HttpMeter;
  readonly webSocket: WebSocketMeter;
  readonly onRecorded: (event: EfirEvent) => void;
  readonly onAutoEnd: (outcome: AutoEndOutcome) => void;
}

/** Joins the parts of the control process and the metrics. */
export function measureControl(metrics: Metrics, errors: ErrorTally): MeasuredControl {
  let database: WatchedDatabase | null = null;
  registerErrorMetrics(metrics, errors.counts);
  return {
    redis: registerRedisMetrics(metrics),
    onQuery: registerDatabaseMetrics(metrics, () => database),
    watch(opened) {
      database = opened;
    },
    bot: {
      onCommand: registerCommandMetrics(metrics, commands.keys()),
      onFloodWait: registerFloodWaitMetrics(metrics),
    },
    http: registerHttpMetrics(metrics),
    webSocket: registerWebSocketMetrics(metrics),
    onRecorded: registerSessionMetrics(metrics),
    onAutoEnd: registerAutoEndMetrics(metrics),
  };
}
