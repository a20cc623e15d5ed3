import { randomUUID } from 'node:crypto';
import { auditItem } from './audit-trail.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** What became of a resume; `nothing-kept`: neither a current track nor a queue. */
export type ResumeResult =
  | { readonly type: 'resumed' }
  | { readonly type: 'already-on' }
  | { readonly type: 'nothing-kept' }
  | { readonly type: 'forbidden' };

/**
 * Turns a stopped stream on again, where it was.
 * @throws AppError `redis-unavailable`.
 */
export async function resume({ store, audit }: UseCaseDependencies, request: Request): Promise<ResumeResult> {
  const { streamId, actor, operation } = request;
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const [playback, { length }] = await Promise.all([
    store.playback.read(streamId),
    store.queue.read(streamId, { offset: 0, limit: 1 }),
  ]);
  if (playback.isOn) {
    // A player that gave up after too many bad tracks goes on when it is asked to.
    await store.commands.send({ type: 'wake', streamId });
    return { type: 'already-on' };
  }
  if (playback.current === null && length === 0) return { type: 'nothing-kept' };
  const deed = { before: null, after: { current: auditItem(playback.current) } };
  const undertaking = await audit.begin(request, { action: 'stream.resume', kind: 'start', ...deed });
  await store.playback.start(streamId, { sessionId: randomUUID(), userId: actor.person.id }, operation);
  await store.commands.send({ type: 'wake', streamId });
  await undertaking.note(deed);
  return { type: 'resumed' };
}
