import type { Actor, Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';
import type { AutoEndDefault } from './auto-end.ts';
import { lookAtEnd } from './look-at-end.ts';

/** `sessionId`: of the session whose end was announced. */
export interface KeepPlayingRequest extends Request {
  readonly sessionId: string;
}

/** What became of it. `endsAt`: Unix milliseconds. */
export type KeepPlayingResult =
  | { readonly type: 'kept'; readonly endsAt: number }
  /** Somebody was faster. */
  | { readonly type: 'already'; readonly endsAt: number }
  /** It has ended, somebody listens again, or it does not end by itself any more. */
  | { readonly type: 'over' }
  | { readonly type: 'forbidden' };

/**
 * Gives a stream that nobody listens to one more full timeout: once for each warning. For operators, and for people whose tracks play or wait.
 * @throws AppError `redis-unavailable`.
 */
export async function keepPlaying(
  { store, audit, installation }: UseCaseDependencies & { readonly installation: AutoEndDefault },
  request: KeepPlayingRequest,
): Promise<KeepPlayingResult> {
  const { streamId, actor, operation, sessionId } = request;
  const coming = await lookAtEnd(store, streamId, installation);
  if (coming === null || coming.audience.sessionId !== sessionId) return { type: 'over' };
  if (!(await mayKeep({ store }, streamId, actor))) return { type: 'forbidden' };
  if (!coming.audience.isWarned) return { type: 'already', endsAt: coming.endsAt };
  const before = { endsAt: coming.endsAt };
  const undertaking = await audit.begin(request, { action: 'auto-end.keep', kind: 'keep', before, after: null });
  if ((await store.audience.keep(streamId, sessionId, operation)) === null) {
    undertaking.drop();
    return { type: 'over' };
  }
  const kept = await lookAtEnd(store, streamId, installation);
  if (kept === null) return { type: 'over' };
  const { endsAt } = kept;
  await store.events.publish(streamId, {
    type: 'auto-end.kept',
    data: { sessionId, endsAt, keptBy: actor.person.id },
  });
  await undertaking.note({ before, after: { endsAt } });
  return { type: 'kept', endsAt };
}

async function mayKeep(
  { store }: Pick<UseCaseDependencies, 'store'>,
  streamId: number,
  actor: Actor,
): Promise<boolean> {
  if (may(actor, 'control-playback')) return true;
  if (!may(actor, 'see')) return false;
  const [{ current }, { items }] = await Promise.all([store.playback.read(streamId), store.queue.read(streamId)]);
  return [current, ...items].some((item) => item?.addedBy.id === actor.person.id);
}
