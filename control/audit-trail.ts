import type { Logger } from '../log.ts';
import type { QueueItem } from '../storage/model.ts';
import type { AuditRecords } from '../storage/sql/records.ts';
import type { Request } from './dependencies.ts';

/** What was done to a stream; `before` and `after` are any JSON values. */
export interface Deed {
  /** As `queue.move`, `playback.skip`, `settings.change`. */
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Who did what to which stream. */
export interface AuditTrail {
  /**
   * Writes down what a request has done, once for each operation. It never throws: the deed is done and answered all the same when SQL
   * is out of reach, and the log has it then.
   */
  note(request: Request, deed: Deed): Promise<void>;
}

/** What it is made with. */
export interface AuditTrailDependencies {
  readonly records: AuditRecords;
  readonly now: () => number;
  readonly log: Logger;
}

/** Creates the trail that ends in the SQL table `audit`. */
export function createAuditTrail({ records, now, log }: AuditTrailDependencies): AuditTrail {
  return {
    async note({ streamId, actor, operation, origin = 'chat' }, { action, before, after }) {
      const { id: adminId, name: adminName } = actor.person;
      const entry = { adminId, adminName, action, target: `stream:${streamId}`, before, after, origin };
      try {
        await records.append({ ...entry, operation: `${streamId}.${operation}` }, now());
      } catch (error) {
        log.error({ err: error, ...entry }, 'an operation could not be written to the audit');
      }
    },
  };
}

/** How many items of an edit are named in the trail; of more it says how many. */
const mostNamed = 50;

/** Items as the trail names them. */
export function auditItems(items: readonly QueueItem[]): unknown {
  const named = items.slice(0, mostNamed).map(auditItem);
  return { count: items.length, items: named };
}

/** An item as the trail names it; null: none. */
export function auditItem(item: QueueItem | null): unknown {
  if (item === null) return null;
  const { itemId, track, addedBy } = item;
  return { itemId, trackId: track.trackId, title: track.title, addedBy: addedBy.id };
}
