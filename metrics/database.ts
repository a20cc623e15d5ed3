import { statSync } from 'node:fs';
import { Gauge } from 'prom-client';
import type { Records } from '../storage/sql/records.ts';
import type { ObserveQuery, ObserveResult, QueryKind } from '../storage/sql/timed-statement.ts';
import type { Metrics } from './registry.ts';
import { createTalliedHistogram } from './tallied-histogram.ts';

/** The records that {@link registerDatabaseMetrics} watches. `path`: of the SQLite file. */
export interface WatchedDatabase extends Pick<Records, 'ping'> {
  readonly path: string;
}

/**
 * Defines the metrics of the records. `database` is asked at every scrape; null: it is not open yet. Give the result to the records as
 * their `onQuery`.
 */
export function registerDatabaseMetrics(metrics: Metrics, database: () => WatchedDatabase | null): ObserveQuery {
  const { registers } = metrics;
  const createSeries = createTalliedHistogram(metrics, {
    name: 'efir_db_query_duration_seconds',
    help: 'Time of an SQL query; operation: select, insert, update, delete, other.',
    labelNames: ['operation', 'result'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
  });
  new Gauge({
    name: 'efir_db_up',
    help: '1 while the records can be read, else 0.',
    registers,
    async collect() {
      this.set((await canRead(database())) ? 1 : 0);
    },
  });
  new Gauge({
    name: 'efir_db_size_bytes',
    help: 'Size of the records on the disk, with what is not yet written back (WAL).',
    registers,
    collect() {
      const path = database()?.path;
      this.set(path === undefined ? 0 : sizeOf(path) + sizeOf(`${path}-wal`));
    },
  });
  const observed = new Map<QueryKind, ObserveResult>();
  return (operation) => {
    const known = observed.get(operation);
    if (known !== undefined) return known;
    const [ok, failed] = [createSeries({ operation, result: 'ok' }), createSeries({ operation, result: 'failed' })];
    const observe: ObserveResult = (tookMs, result) => (result === 'ok' ? ok : failed).observe(tookMs / 1_000);
    observed.set(operation, observe);
    return observe;
  };
}

async function canRead(database: WatchedDatabase | null): Promise<boolean> {
  if (database === null) return false;
  try {
    await database.ping();
    return true;
  } catch {
    // What is wrong is in the log of whoever needed the records; here only counts that they cannot be read.
    return false;
  }
}

/** 0 when there is no such file. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
