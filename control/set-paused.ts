import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the one that the button was drawn for; left out, whatever plays now. */
export interface SetPausedRequest extends Request {
  readonly isPaused: boolean;
  readonly expectedGeneration?: number;
}

/** What became of it; `stale`: another track plays by now, nothing changed. */
export type SetPausedResult = { readonly type: 'done' | 'nothing-playing' | 'forbidden' | 'stale' };

/**
 * Pauses the current track, or lets it go on.
 * @throws AppError `redis-unavailable`.
 */
export async function setPaused(
  { store }: UseCaseDependencies,
  { streamId, actor, operation, isPaused, expectedGeneration }: SetPausedRequest,
): Promise<SetPausedResult> {
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const playback = await store.playback.read(streamId);
  if (expectedGeneration !== undefined && expectedGeneration !== playback.generation) return { type: 'stale' };
  if (!playback.isOn || playback.current === null) return { type: 'nothing-playing' };
  await store.playback.setPaused(streamId, isPaused, operation);
  await store.commands.send({ type: 'wake', streamId });
  return { type: 'done' };
}
