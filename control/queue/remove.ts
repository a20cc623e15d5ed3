import { auditItems } from '../audit-trail.ts';
import type { Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';
import { type EditResult, isPosition } from './edit-result.ts';

/** Positions are 1-based, both included. `expectedItemId`: what a button was drawn for, for a single position. */
export interface RemoveRequest extends Request {
  readonly from: number;
  readonly to: number;
  readonly expectedItemId?: string;
}

/** Whose items to remove. */
export interface RemoveOfRequest extends Request {
  readonly userId: number;
}

/**
 * Removes items from the queue: an operator any, whoever added an item that one.
 * @throws AppError `redis-unavailable`.
 */
export async function remove(dependencies: UseCaseDependencies, request: RemoveRequest): Promise<EditResult> {
  const { store, audit } = dependencies;
  const { streamId, actor, operation, from, to } = request;
  const isOperator = may(actor, 'edit-queue');
  const isSingle = from === to;
  if (!isOperator && !isSingle) return { type: 'forbidden' };
  const isSound = isPosition(from, Number.MAX_SAFE_INTEGER) && isPosition(to, Number.MAX_SAFE_INTEGER) && from <= to;
  const { items, length } = await store.queue.read(streamId, { offset: isSound ? from - 1 : 0, limit: 1 });
  if (!isSound) return { type: 'out-of-range', length };
  const [item] = items;
  if (!isOperator && item !== undefined && !may(actor, 'remove-item', item)) return { type: 'forbidden' };
  // The right was given for that item: should another one stand there by now, nothing is removed.
  const expectedItemId = request.expectedItemId ?? (isOperator ? undefined : item?.itemId);
  const range = { from, to, ...(expectedItemId === undefined ? {} : { expectedItemId }) };
  const plan = { action: 'queue.remove', kind: 'remove', before: { from, to }, after: null };
  const undertaking = await audit.begin(request, plan);
  const edited = await store.queue.remove(streamId, range, operation);
  if (edited.type === 'none') {
    undertaking.drop();
    return { type: isPosition(to, edited.length) ? 'stale' : 'out-of-range', length: edited.length };
  }
  await undertaking.note({
    before: { from, removed: auditItems(edited.items) },
    after: { version: edited.version },
  });
  return edited;
}

/**
 * Removes all items of one person: an operator anybody's, everybody their own.
 * @throws AppError `redis-unavailable`.
 */
export async function removeOf({ store, audit }: UseCaseDependencies, request: RemoveOfRequest): Promise<EditResult> {
  const { streamId, actor, operation, userId } = request;
  const isOwn = userId === actor.person.id && may(actor, 'see');
  if (!may(actor, 'edit-queue') && !isOwn) return { type: 'forbidden' };
  const plan = { action: 'queue.remove-of', kind: 'remove-of', before: { userId }, after: null };
  const undertaking = await audit.begin(request, plan);
  const edited = await store.queue.removeOf(streamId, userId, operation);
  if (edited.type === 'none') {
    undertaking.drop();
    return edited;
  }
  await undertaking.note({
    before: { userId, removed: auditItems(edited.items) },
    after: { version: edited.version },
  });
  return edited;
}
