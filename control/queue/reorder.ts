import { auditItems } from '../audit-trail.ts';
import type { Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';
import type { EditResult } from './edit-result.ts';

/**
 * Empties the queue; what plays goes on. `none`: it is empty already.
 * @throws AppError `redis-unavailable`.
 */
export async function clear({ store, audit }: UseCaseDependencies, request: Request): Promise<EditResult> {
  if (!may(request.actor, 'edit-queue')) return { type: 'forbidden' };
  const edited = await store.queue.clear(request.streamId, request.operation);
  if (edited.type === 'none' || edited.items.length === 0) return { type: 'none', length: 0 };
  await audit.note(request, { action: 'queue.clear', before: auditItems(edited.items), after: null });
  return edited;
}

/**
 * Puts the queue into a random order. `none`: there are fewer than two tracks.
 * @throws AppError `redis-unavailable`.
 */
export async function shuffle({ store, audit }: UseCaseDependencies, request: Request): Promise<EditResult> {
  const { streamId, actor, operation } = request;
  if (!may(actor, 'edit-queue')) return { type: 'forbidden' };
  const edited = await store.queue.shuffle(streamId, operation);
  if (edited.type === 'none') return edited;
  if (edited.length < 2) return { type: 'none', length: edited.length };
  await audit.note(request, { action: 'queue.shuffle', before: null, after: { count: edited.length } });
  return edited;
}
