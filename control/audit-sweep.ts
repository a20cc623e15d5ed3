import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../log.ts';
import type { Records } from '../storage/sql/records.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { tellRemovals } from './admin/tracks/tell-removals.ts';
import type { IntentBody } from './audit-trail.ts';
import { type Repeating, startRepeating } from './repeating.ts';

/** What it works with. */
export interface AuditSweepDependencies {
  readonly store: RealtimeStore;
  readonly records: Records;
  readonly now: () => number;
  readonly log: Logger;
}

/** Longer than any operation takes. */
const graceMs = 30_000;
const everyMs = 30_000;

/**
 * Completes what processes that died have left: at the start, and every 30 s. Several processes may do it at once. Whoever starts it
 * closes it.
 */
export function startAuditSweep(dependencies: AuditSweepDependencies): Repeating {
  const work = async () => {
    await sweepIntents(dependencies);
    await tellRemovals(dependencies);
  };
  return startRepeating({ everyMs, what: 'completing the audit', work, log: dependencies.log });
}

/**
 * Writes down what was done and not written down, and drops what came to nothing: the stream remembers the results of its operations.
 * @throws AppError `sql-unavailable`, `redis-unavailable`: the rest is left for the next time.
 */
export async function sweepIntents({ store, records, now, log }: AuditSweepDependencies): Promise<void> {
  for (const intent of await store.intents.list(now() - graceMs)) {
    // Nobody else writes intents.
    const { entry, isDone } = intent.body as IntentBody;
    const result = isDone ? undefined : await store.intents.resultOf(intent);
    if (isDone || wasDone(intent.kind, result)) {
      const after = isDone ? entry.after : withVersion(entry.after, result);
      await records.audit.append({ ...entry, after }, intent.at);
      log.info({ action: intent.action, operation: intent.operation }, 'an operation was written to the audit later');
    }
    await store.intents.remove(intent);
  }
}

/** How results say that nothing was changed. */
const unchanged: ReadonlySet<unknown> = new Set(['none', 'nothing', 'stale', 'over-limit']);

function wasDone(kind: string, result: unknown): boolean {
  if (result === undefined) return false;
  // What a stream is forgotten with is the session that ended, if one ran. Everything else gives null when there was nothing to do.
  if (result === null || typeof result !== 'object') return kind === 'forget';
  if ('isNew' in result) return result.isNew === true;
  if ('before' in result && 'after' in result) return !isDeepStrictEqual(result.before, result.after);
  return !('type' in result) || !unchanged.has(result.type);
}

/** An edit can be taken back by the version that it gave the queue. */
function withVersion(after: unknown, result: unknown): unknown {
  const version = typeof result === 'object' && result !== null && 'version' in result ? result.version : undefined;
  if (version === undefined) return after;
  return { ...(typeof after === 'object' ? after : {}), version };
}
