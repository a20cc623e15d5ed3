import { statSync } from 'node:fs';
import { Gauge, Histogram } from 'prom-client';
import type { ObserveQuery } from '../storage/sql/observe-query.ts';
import type { Records } from '../storage/sql/records.ts';
import type { Metrics } from './registry.ts';

/** The records that {@link registerDatabaseMetrics} watches. `path`: of the SQLite file. */
export interface WatchedDatabase extends Pick<Records, 'ping'> {
  readonly path: string;
}

/**
 * Defines the metrics of the records. `database` is asked at every scrape; null: it is not open yet. Give the result to the records as
 * their `onQuery`.
 */
export function registerDatabaseMetrics({ registers }: Metrics, database: () => WatchedDatabase | null): ObserveQuery {
  const durations = new Histogram({
    name: 'efir_db_query_duration_seconds',
    help: 'Time of an SQL query; operation: select, insert, update, delete, other.',
    labelNames: ['operation', 'result'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
    registers,
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
  return (operation, tookMs, result) => durations.observe({ operation, result }, tookMs / 1_000);
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
