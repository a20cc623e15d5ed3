import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the one that the button was drawn for; left out, whatever plays now. */
export interface SetPausedRequest extends Request {
  readonly isPaused: boolean;
  readonly expectedGeneration?: number;
}

/** What became of it; `stale`: another track plays by now, nothing changed. `wasPaused`: how it was before. */
export type SetPausedResult =
  | { readonly type: 'done'; readonly wasPaused: boolean }
  | { readonly type: 'nothing-playing' | 'forbidden' | 'stale' };

/**
 * Pauses the current track, or lets it go on.
 * @throws AppError `redis-unavailable`.
 */
export async function setPaused(
  { store, audit }: UseCaseDependencies,
  request: SetPausedRequest,
): Promise<SetPausedResult> {
  const { streamId, actor, operation, isPaused, expectedGeneration } = request;
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const playback = await store.playback.read(streamId);
  if (expectedGeneration !== undefined && expectedGeneration !== playback.generation) return { type: 'stale' };
  if (!playback.isOn || playback.current === null) return { type: 'nothing-playing' };
  const action = isPaused ? 'playback.pause' : 'playback.resume';
  const deed = { before: { isPaused: playback.isPaused }, after: { isPaused } };
  const undertaking = await audit.begin(request, { action, kind: 'set-paused', ...deed });
  await store.playback.setPaused(streamId, isPaused, operation);
  await store.commands.send({ type: 'wake', streamId });
  await undertaking.note(deed);
  return { type: 'done', wasPaused: playback.isPaused };
}
