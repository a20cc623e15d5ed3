import { auditItem } from '../audit-trail.ts';
import type { Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';
import { type EditResult, isPosition } from './edit-result.ts';

/** Positions are 1-based. `expectedItemId`: what a button was drawn for; left out, whatever stands at `from` now. */
export interface MoveRequest extends Request {
  readonly from: number;
  readonly to: number;
  readonly expectedItemId?: string;
}

/**
 * Moves an item of the queue to another position.
 * @throws AppError `redis-unavailable`.
 */
export async function move({ store, audit }: UseCaseDependencies, request: MoveRequest): Promise<EditResult> {
  const { streamId, actor, operation, from, to, expectedItemId } = request;
  if (!may(actor, 'edit-queue')) return { type: 'forbidden' };
  const step = { from, to, ...(expectedItemId === undefined ? {} : { expectedItemId }) };
  // What is no position at all never reaches the store; whether it is within the queue the store tells, atomically.
  if (!isPosition(from, Number.MAX_SAFE_INTEGER) || !isPosition(to, Number.MAX_SAFE_INTEGER)) {
    const { length } = await store.queue.read(streamId, { offset: 0, limit: 1 });
    return { type: 'out-of-range', length };
  }
  if (from === to) return await stay(store, request);
  const plan = { action: 'queue.move', kind: 'move', before: { position: from }, after: { position: to } };
  const undertaking = await audit.begin(request, plan);
  const edited = await store.queue.move(streamId, step, operation);
  if (edited.type === 'none') {
    undertaking.drop();
    const { length } = edited;
    return { type: isPosition(from, length) && isPosition(to, length) ? 'stale' : 'out-of-range', length };
  }
  const [item = null] = edited.items;
  await undertaking.note({
    before: { item: auditItem(item), position: from },
    after: { position: to, version: edited.version },
  });
  return edited;
}

/** It stands there already: no edit, which an undo would take for one. */
async function stay(
  { queue }: UseCaseDependencies['store'],
  { streamId, from, expectedItemId }: MoveRequest,
): Promise<EditResult> {
  const { items, length } = await queue.read(streamId, { offset: from - 1, limit: 1 });
  const [item] = items;
  if (item === undefined) return { type: 'out-of-range', length };
  if (expectedItemId !== undefined && item.itemId !== expectedItemId) return { type: 'stale', length };
  return { type: 'done', items, length, version: null };
}
