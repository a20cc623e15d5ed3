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
  const plan = { action: 'queue.clear', kind: 'clear', before: null, after: null };
  const undertaking = await audit.begin(request, plan);
  const edited = await store.queue.clear(request.streamId, request.operation);
  if (edited.type === 'none' || edited.items.length === 0) {
    undertaking.drop();
    return { type: 'none', length: 0 };
  }
  await undertaking.note({ before: auditItems(edited.items), after: { version: edited.version } });
  return edited;
}

/**
 * Puts the queue into a random order. `none`: there are fewer than two tracks.
 * @throws AppError `redis-unavailable`.
 */
export async function shuffle({ store, audit }: UseCaseDependencies, request: Request): Promise<EditResult> {
  const { streamId, actor, operation } = request;
  if (!may(actor, 'edit-queue')) return { type: 'forbidden' };
  const plan = { action: 'queue.shuffle', kind: 'shuffle', before: null, after: null };
  const undertaking = await audit.begin(request, plan);
  const edited = await store.queue.shuffle(streamId, operation);
  if (edited.type === 'none' || edited.length < 2) {
    undertaking.drop();
    return { type: 'none', length: edited.length };
  }
  await undertaking.note({ before: null, after: { count: edited.length, version: edited.version } });
  return edited;
}
