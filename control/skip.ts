import type { QueueItem } from '../storage/model.ts';
import { auditItem } from './audit-trail.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the one that a button was drawn for; left out, whatever plays now. `count`: how many, from 1; default 1. */
export interface SkipRequest extends Request {
  readonly expectedGeneration?: number;
  readonly count?: number;
}

/** What became of a skip. */
export type SkipResult =
  /** `count`: how many were left out, the one that played included. */
  | { readonly type: 'done'; readonly ended: QueueItem; readonly next: QueueItem | null; readonly count: number }
  | { readonly type: 'nothing-playing' }
  /** `length`: how many there are to skip, the one that plays included. */
  | { readonly type: 'out-of-range'; readonly length: number }
  /** `current` is not theirs (or `count` is more than one), and they are no operator. */
  | { readonly type: 'forbidden'; readonly current: QueueItem }
  /** Another track plays by now: nothing was skipped. */
  | { readonly type: 'stale' };

/**
 * Ends the current track; the next one, or the placeholder, follows.
 * @throws AppError `redis-unavailable`.
 */
export async function skip(dependencies: UseCaseDependencies, request: SkipRequest): Promise<SkipResult> {
  const { store, audit } = dependencies;
  const { streamId, actor, operation, expectedGeneration, count = 1 } = request;
  const [playback, { length }] = await Promise.all([
    store.playback.read(streamId),
    store.queue.read(streamId, { offset: 0, limit: 1 }),
  ]);
  const { current, generation } = playback;
  if (expectedGeneration !== undefined && expectedGeneration !== generation) return { type: 'stale' };
  if (!playback.isOn || current === null) return { type: 'nothing-playing' };
  const isAllowed = count === 1 ? may(actor, 'skip-item', current) : may(actor, 'control-playback');
  if (!isAllowed) return { type: 'forbidden', current };
  if (!Number.isSafeInteger(count) || count < 1 || count > length + 1) {
    return { type: 'out-of-range', length: length + 1 };
  }
  const step = { expectedGeneration: generation, outcome: 'skipped', fence: null, count } as const;
  const before = { current: auditItem(current), count };
  const undertaking = await audit.begin(request, { action: 'playback.skip', kind: 'advance', before, after: null });
  const advanced = await store.playback.advance(streamId, step, operation);
  if (advanced.type === 'stale') {
    undertaking.drop();
    return { type: 'stale' };
  }
  await store.commands.send({ type: 'wake', streamId });
  const ended = advanced.ended ?? current;
  const next = advanced.playback.current;
  await undertaking.note({
    before: { current: auditItem(ended), count },
    after: { current: auditItem(next) },
  });
  return { type: 'done', ended, next, count };
}
