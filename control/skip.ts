import type { QueueItem } from '../storage/model.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the one that a button was drawn for; left out, whatever plays now. */
export interface SkipRequest extends Request {
  readonly expectedGeneration?: number;
}

/** What became of a skip. */
export type SkipResult =
  | { readonly type: 'skipped'; readonly ended: QueueItem; readonly next: QueueItem | null }
  | { readonly type: 'nothing-playing' }
  /** `current` is not theirs, and they are no operator. */
  | { readonly type: 'forbidden'; readonly current: QueueItem }
  /** Another track plays by now: nothing was skipped. */
  | { readonly type: 'stale' };

/**
 * Ends the current track; the next one, or the placeholder, follows.
 * @throws AppError `redis-unavailable`.
 */
export async function skip({ store }: UseCaseDependencies, request: SkipRequest): Promise<SkipResult> {
  const { streamId, actor, operation, expectedGeneration } = request;
  const playback = await store.playback.read(streamId);
  const { current } = playback;
  if (expectedGeneration !== undefined && expectedGeneration !== playback.generation) return { type: 'stale' };
  if (!playback.isOn || current === null) return { type: 'nothing-playing' };
  if (!may(actor, 'skip-item', current)) return { type: 'forbidden', current };
  const advanced = await store.playback.advance(
    streamId,
    { expectedGeneration: playback.generation, outcome: 'skipped', fence: null },
    operation,
  );
  if (advanced.type === 'stale') return { type: 'stale' };
  await store.commands.send({ type: 'wake', streamId });
  return { type: 'skipped', ended: advanced.ended ?? current, next: advanced.playback.current };
}
