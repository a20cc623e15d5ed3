import type { Undone } from '../../storage/store.ts';
import { auditItems } from '../audit-trail.ts';
import type { Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';

/** `expectedVersion`: the queue's after the edit that a button was drawn for; left out, the last edit, whatever it is. */
export interface UndoRequest extends Request {
  readonly expectedVersion?: number;
}

/** What became of it. */
export type UndoResult =
  | ({ readonly type: 'done' } & Omit<Extract<Undone, { type: 'undone' }>, 'type'>)
  /** There is no edit to take back. */
  | { readonly type: 'none' }
  /** The queue has changed since. */
  | { readonly type: 'stale' }
  | { readonly type: 'forbidden' };

/**
 * Takes the last edit of the queue back.
 * @throws AppError `redis-unavailable`.
 */
export async function undo({ store, audit }: UseCaseDependencies, request: UndoRequest): Promise<UndoResult> {
  const { streamId, actor, operation, expectedVersion } = request;
  if (!may(actor, 'edit-queue')) return { type: 'forbidden' };
  if (expectedVersion !== undefined) {
    const { version } = await store.queue.read(streamId, { offset: 0, limit: 1 });
    if (version !== expectedVersion) return { type: 'stale' };
  }
  const plan = { action: 'queue.undo', kind: 'undo', before: null, after: null };
  const undertaking = await audit.begin(request, plan);
  // The version again: somebody may have been faster since the look.
  const undone = await store.queue.undo(streamId, operation, expectedVersion);
  if (undone.type === 'nothing') {
    undertaking.drop();
    return { type: 'none' };
  }
  await undertaking.note({
    before: { edit: undone.edit, about: auditItems(undone.items) },
    after: { length: undone.length },
  });
  return { ...undone, type: 'done' };
}
