import { auditOperation } from '../../audit-trail.ts';
import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import { authorOf } from '../change-once.ts';
import type { AdminRequest, Conflict, Done, Forbidden, NotFound } from '../results.ts';
import type { StreamView } from '../streams.ts';
import { toStreamView } from './stream-view.ts';

/**
 * Ends a stream and forgets it; `value`: as it was. First in Redis, then in SQL with the audit: after a crash in between it is there to be
 * deleted once more, and what was done is written down by the sweep.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function deleteStream(
  dependencies: AdminDependencies,
  request: AdminRequest,
  id: number,
  expectedVersion?: number,
): Promise<Done<StreamView> | NotFound | Conflict<StreamView> | Forbidden> {
  const { store, records, audit, now } = dependencies;
  if (!may(request.actor, 'manage-streams')) return forbidden('manage-streams');
  const operation = auditOperation(id, request.operation);
  const [done] = await records.audit.ofOperation(operation);
  if (done !== undefined) return { type: 'done', value: done.before as StreamView };
  const record = await records.streams.find(id);
  if (record === null) return { type: 'not-found' };
  const value = await toStreamView(dependencies, record);
  if (expectedVersion !== undefined && expectedVersion !== record.version) return { type: 'conflict', current: value };
  const deed = { action: 'stream.delete', before: value, after: null };
  const undertaking = await audit.begin({ ...request, streamId: id }, { ...deed, kind: 'forget' });
  const sessionId = await store.forget(id, request.operation);
  await store.commands.send({ type: 'wake', streamId: id });
  await records.transaction(async ({ streams, audit: entries }) => {
    const at = now();
    await streams.delete(id, sessionId, at);
    await entries.append({ ...deed, ...authorOf(request), target: `stream:${id}`, operation }, at);
  });
  undertaking.drop();
  return { type: 'done', value };
}
