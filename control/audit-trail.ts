import type { Logger } from '../log.ts';
import type { Intent } from '../storage/intents.ts';
import type { QueueItem } from '../storage/model.ts';
import type { AuditEntry, AuditRecords } from '../storage/sql/records.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Request } from './dependencies.ts';

/** What was done to a stream; `before` and `after` are any JSON values. `reverts`: the entry that it takes back. */
export interface Deed {
  readonly before: unknown;
  readonly after: unknown;
  readonly reverts?: number;
}

/** What is about to be done, as far as that is known. */
export interface Plan extends Deed {
  /** As `queue.move`, `playback.skip`, `settings.change`. */
  readonly action: string;
  /** The store's name of the operation: see `Intent`. */
  readonly kind: string;
}

/** Something that is being done. One of the two follows, unless the process dies or nobody knows what became of it. */
export interface Undertaking {
  /**
   * Writes down what was done, once for each operation. It never throws: the deed is done and answered all the same when SQL is out of
   * reach, and is written down when it is back.
   */
  note(deed: Deed): Promise<void>;
  /** It came to nothing. */
  drop(): void;
}

/** Who did what to which stream. What was begun is written down even if the process dies right after it was done (docs/adr/0016). */
export interface AuditTrail {
  /** Before an operation. @throws AppError `redis-unavailable`: then it must not be done. */
  begin(request: Request, plan: Plan): Promise<Undertaking>;
}

/** What it is made with. */
export interface AuditTrailDependencies {
  readonly store: Pick<RealtimeStore, 'intents'>;
  readonly records: { readonly audit: Pick<AuditRecords, 'append'> };
  readonly now: () => number;
  readonly log: Logger;
}

/** What an intent holds: the entry to be written; whether it is known that the deed was done. */
export interface IntentBody {
  readonly entry: AuditEntry;
  readonly isDone: boolean;
}

/** Creates the trail that ends in the SQL table `audit`. */
export function createAuditTrail({ store, records, now, log }: AuditTrailDependencies): AuditTrail {
  return {
    async begin({ streamId, actor, operation, origin = 'chat' }, { action, kind, ...expected }) {
      const { id: adminId, name: adminName } = actor.person;
      const author = { adminId, adminName, action, target: `stream:${streamId}`, origin };
      const entryOf = (deed: Deed): AuditEntry => ({
        ...author,
        ...deed,
        operation: auditOperation(streamId, operation),
      });
      const intent = { streamId, operation, action, kind, at: now() };
      const put = (body: IntentBody) => store.intents.put({ ...intent, body });
      // Nobody waits for it: what is left is dropped by the sweep, as the entry is there.
      const remove = () => {
        store.intents
          .remove(intent)
          .catch((error: unknown) => log.debug({ err: error, ...intent }, 'an intent is left'));
      };
      await put({ entry: entryOf(expected), isDone: false });
      return {
        async note(deed) {
          const entry = entryOf(deed);
          try {
            await records.audit.append(entry, now());
            remove();
          } catch (error) {
            log.error({ err: error, ...entry }, 'an operation could not be written to the audit yet');
            await put({ entry, isDone: true }).catch((lost: unknown) =>
              log.error({ err: lost }, 'its intent is the older one'),
            );
          }
        },
        drop: remove,
      };
    },
  };
}

/** The name of an operation on a stream in the audit. */
export function auditOperation(streamId: Intent['streamId'], operation: Intent['operation']): string {
  return `${streamId}.${operation}`;
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
