import { Counter, Gauge, Histogram } from 'prom-client';
import type { RedisObserver } from '../storage/redis/link/redis-observer.ts';
import type { Metrics } from './registry.ts';

const results = ['ok', 'failed', 'unavailable'] as const;

/** Defines the metrics of this process's line to Redis. Nothing is asked of Redis for a scrape: they are there when it is not. */
export function registerRedisMetrics({ registers }: Metrics): RedisObserver {
  let isConnected = false;
  /** Answered the last time that it was asked: a Redis that stands still keeps its connections. */
  let hasAnswered = true;
  let hasBeenUp = false;
  new Gauge({
    name: 'efir_redis_up',
    help: '1 while Redis is connected and answers, else 0.',
    registers,
    collect() {
      this.set(isConnected && hasAnswered ? 1 : 0);
    },
  });
  const reconnects = new Counter({
    name: 'efir_redis_reconnects_total',
    help: 'Connections to Redis that broke and came back.',
    registers,
  });
  const durations = new Histogram({
    name: 'efir_redis_command_duration_seconds',
    help: 'Time of a command or script, outages that were waited for included; result: ok, failed, unavailable.',
    labelNames: ['result'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5],
    registers,
  });
  for (const result of results) durations.zero({ result });
  const observed = {
    ok: durations.labels({ result: 'ok' }),
    failed: durations.labels({ result: 'failed' }),
    unavailable: durations.labels({ result: 'unavailable' }),
  };
  return {
    onCommand(tookMs, result) {
      hasAnswered = result !== 'unavailable';
      observed[result].observe(tookMs / 1_000);
    },
    onConnection(isUp) {
      if (isUp && hasBeenUp && !isConnected) reconnects.inc();
      isConnected = isUp;
      if (!isUp) return;
      hasBeenUp = true;
      hasAnswered = true;
    },
  };
}
