import { auditItem } from './audit-trail.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** What became of a stop. `keptItems`: how many tracks wait for the next start, the current one included. */
export type StopResult =
  | { readonly type: 'stopped'; readonly keptItems: number }
  | { readonly type: 'already-off' }
  | { readonly type: 'forbidden' };

/**
 * Ends the stream; its queue, current track and position are kept.
 * @throws AppError `redis-unavailable`.
 */
export async function stop({ store, audit }: UseCaseDependencies, request: Request): Promise<StopResult> {
  const { streamId, actor, operation } = request;
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const undertaking = await audit.begin(request, { action: 'stream.stop', kind: 'stop', before: null, after: null });
  const stopped = await store.playback.stop(streamId, { endReason: 'manual', detail: null }, operation);
  if (stopped === null) {
    undertaking.drop();
    return { type: 'already-off' };
  }
  await store.commands.send({ type: 'wake', streamId });
  await undertaking.note({
    before: { sessionId: stopped.sessionId, current: auditItem(stopped.current) },
    after: null,
  });
  const { length } = await store.queue.read(streamId, { offset: 0, limit: 1 });
  return { type: 'stopped', keptItems: length + (stopped.current === null ? 0 : 1) };
}
