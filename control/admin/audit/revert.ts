import { isDeepStrictEqual } from 'node:util';
import type { StreamSettings } from '../../../storage/model.ts';
import type { AuditRecord } from '../../../storage/sql/records.ts';
import { auditItems } from '../../audit-trail.ts';
import { changeSettings } from '../../settings/change-settings.ts';
import { endAccess } from '../access/end-access.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { type ChangeScope, changeOnce } from '../change-once.ts';
import type { AdminRequest, Forbidden } from '../results.ts';
import { changeStream } from '../streams/update-stream.ts';
import { changeTrack } from '../tracks/update-track.ts';
import { changeUser } from '../users/change-user.ts';
import type { UserView } from '../users.ts';
import { findMissingRight, kindOf, queueVersion, type Reversible } from './reversible.ts';

/** What became of it, without the entry. */
type Reverted = { readonly type: 'done' } | { readonly type: 'stale' } | Forbidden;

/**
 * Takes a change back, if what it set still stands. The same operation again does nothing, and is done as well.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function revert(
  dependencies: AdminDependencies,
  request: AdminRequest,
  entry: AuditRecord,
): Promise<Reverted | { readonly type: 'not-reversible' }> {
  const kind = kindOf(entry);
  if (kind === null) return { type: 'not-reversible' };
  const missing = findMissingRight(request.actor, entry, kind);
  if (missing !== null) return forbidden(missing);
  const { audit } = dependencies.records;
  const revertedBy = (await audit.revertsOf([entry.auditId])).get(entry.auditId);
  if (revertedBy !== undefined) {
    const reverting = await audit.find(revertedBy);
    // Use cases put what they work on before the name.
    return { type: reverting?.operation?.endsWith(`.${request.operation}`) === true ? 'done' : 'stale' };
  }
  if (kind === 'settings') return await revertSettings(dependencies, request, entry);
  if (kind === 'queue') return await revertEdit(dependencies, request, entry);
  return await changeOnce<Reverted>(
    dependencies,
    request,
    (scope) => revertRow(dependencies, scope, { kind, entry, request }),
    () => Promise.resolve({ type: 'done' }),
  );
}

async function revertRow(
  dependencies: AdminDependencies,
  scope: ChangeScope,
  { kind, entry, request }: { readonly kind: Reversible; readonly entry: AuditRecord; readonly request: AdminRequest },
): Promise<Reverted> {
  const { target, before, after, auditId: reverts } = entry;
  const key = target.slice(target.indexOf(':') + 1);
  const row = await readRow(scope, kind, key);
  if (row === null || !stillStands(row, after)) return { type: 'stale' };
  // Entries of the audit were checked when they were made.
  const patch = before as Record<string, never>;
  if (kind === 'user') {
    const { actor } = request;
    const changed = await changeUser(dependencies, scope, { actor, id: Number(key), patch, reverts });
    if (changed.type === 'done') await endAccess(dependencies, changed.value);
    return settle(changed);
  }
  if (kind === 'track') return settle(await changeTrack(scope, { trackId: key, patch, reverts }));
  return settle(await changeStream(scope, { id: Number(key), patch, reverts }));
}

function readRow({ tables }: ChangeScope, kind: Reversible, key: string): Promise<object | null> {
  if (kind === 'user') return tables.users.find(Number(key));
  return kind === 'track' ? tables.tracks.find(key) : tables.streams.find(Number(key));
}

/** A name or email that somebody else has by now, or a row that is gone, is a change since, too. */
function settle(changed: { readonly type: string } | Forbidden): Reverted {
  if ('needs' in changed) return changed;
  return { type: changed.type === 'done' ? 'done' : 'stale' };
}

async function revertSettings(
  dependencies: AdminDependencies,
  { actor, operation, origin }: AdminRequest,
  { target, before, after, auditId: reverts }: AuditRecord,
): Promise<Reverted> {
  const streamId = streamOf(target);
  if (!stillStands(await dependencies.store.settings.read(streamId), after)) return { type: 'stale' };
  const patch = before as Partial<StreamSettings>;
  const changed = await changeSettings(dependencies, { streamId, actor, operation, origin, patch, reverts });
  return { type: changed.type === 'done' ? 'done' : 'stale' };
}

async function revertEdit(
  { store, audit }: AdminDependencies,
  { actor, operation, origin }: AdminRequest,
  { target, after, auditId: reverts }: AuditRecord,
): Promise<Reverted> {
  const streamId = streamOf(target);
  const plan = { action: 'queue.undo', kind: 'undo', before: null, after: null, reverts };
  const undertaking = await audit.begin({ streamId, actor, operation, origin }, plan);
  const undone = await store.queue.undo(streamId, operation, queueVersion(after) ?? 0);
  if (undone.type === 'nothing') {
    undertaking.drop();
    return { type: 'stale' };
  }
  const about = auditItems(undone.items);
  await undertaking.note({ before: { edit: undone.edit, about }, after: { length: undone.length }, reverts });
  return { type: 'done' };
}

function streamOf(target: string): number {
  return Number(target.slice('stream:'.length));
}

/** Whether all that was set is still so. */
function stillStands(present: object, after: unknown): boolean {
  const values = Object.entries((after ?? {}) as Partial<UserView>);
  const now: Readonly<Record<string, unknown>> = { ...present };
  return values.every(([name, value]) => isDeepStrictEqual(now[name], value));
}
