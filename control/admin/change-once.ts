import type { AuditEntry, AuditRecord, RecordTables } from '../../storage/sql/records.ts';
import type { AdminDependencies } from './admin-dependencies.ts';
import type { AdminRequest } from './results.ts';

/** What is written down of a change. `reverts`: the entry that it takes back. */
export type Change = Pick<AuditEntry, 'action' | 'target' | 'before' | 'after' | 'reverts'>;

/** One transaction: the change and its entry in the audit happen both, or neither. */
export interface ChangeScope {
  readonly tables: RecordTables;
  readonly at: number;
  /** Writes down what is done. */
  write(change: Change): Promise<AuditRecord>;
}

/**
 * Runs `work` in a transaction, unless the same operation has been written down before: then `repeat` gives the result that there was.
 * @throws AppError `sql-unavailable`.
 */
export function changeOnce<T>(
  { records, now }: Pick<AdminDependencies, 'records' | 'now'>,
  request: AdminRequest,
  work: (scope: ChangeScope) => Promise<T>,
  repeat: (tables: RecordTables, done: readonly [AuditRecord, ...AuditRecord[]]) => Promise<T>,
): Promise<T> {
  const operation = `admin.${request.operation}`;
  const at = now();
  return records.transaction(async (tables) => {
    const [first, ...rest] = await tables.audit.ofOperation(operation);
    if (first !== undefined) return await repeat(tables, [first, ...rest]);
    return await work({
      tables,
      at,
      write: (change) => tables.audit.append({ ...change, ...authorOf(request), operation }, at),
    });
  });
}

/** Who did it, and from where. */
export function authorOf({ actor, origin }: Pick<AdminRequest, 'actor' | 'origin'>) {
  return { adminId: actor.person.id, adminName: actor.person.name, origin };
}

/** Those fields of `patch` that say something else than `present` does; null: none does. */
export function differing<P extends object>(
  present: { readonly [Name in keyof P]?: unknown },
  patch: P,
): Partial<P> | null {
  const names = (Object.keys(patch) as (keyof P)[]).filter(
    (name) => patch[name] !== undefined && patch[name] !== present[name],
  );
  return names.length === 0 ? null : pick(patch, names);
}

/** Those fields of an object. */
export function pick<T extends object, Name extends keyof T>(object: T, names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, object[name]])) as Pick<T, Name>;
}
