import type { QueueItem } from '../storage/model.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** Where to: `to` from the beginning, `by` from where it is now (negative: back). Milliseconds. */
export type SeekTarget = { readonly type: 'to' | 'by'; readonly ms: number };

/** `expectedGeneration`: the one that a button was drawn for; left out, whatever plays now. */
export interface SeekRequest extends Request {
  readonly to: SeekTarget;
  readonly expectedGeneration?: number;
}

/** What became of it. */
export type SeekResult =
  | { readonly type: 'done'; readonly positionMs: number; readonly item: QueueItem }
  /** The track is only that long. */
  | { readonly type: 'out-of-range'; readonly lengthMs: number; readonly item: QueueItem }
  /** Radio has no beginning to seek from. */
  | { readonly type: 'live'; readonly item: QueueItem }
  | { readonly type: 'nothing-playing' }
  | { readonly type: 'stale' }
  | { readonly type: 'forbidden' };

/** A step over the end stops this much before it, so that one still hears where one is. */
const beforeEndMs = 1_000;

/**
 * Goes to another place in the current track. Steps stop at its ends; a place beyond its end is refused.
 * @throws AppError `redis-unavailable`.
 */
export async function seek({ store, audit }: UseCaseDependencies, request: SeekRequest): Promise<SeekResult> {
  const { streamId, actor, operation, to, expectedGeneration } = request;
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const playback = await store.playback.read(streamId);
  const { current, generation } = playback;
  if (expectedGeneration !== undefined && expectedGeneration !== generation) return { type: 'stale' };
  if (!playback.isOn || current === null) return { type: 'nothing-playing' };
  const { durationMs, source } = current.track;
  if (source.type === 'live') return { type: 'live', item: current };
  if (to.type === 'to' && durationMs !== null && to.ms >= durationMs) {
    return { type: 'out-of-range', lengthMs: durationMs, item: current };
  }
  const last = durationMs === null ? Number.MAX_SAFE_INTEGER : Math.max(0, durationMs - beforeEndMs);
  const wanted = to.type === 'to' ? to.ms : Math.min(last, playback.positionMs + to.ms);
  const positionMs = Math.max(0, Math.round(wanted));
  const deed = { before: { positionMs: playback.positionMs }, after: { positionMs } };
  const undertaking = await audit.begin(request, { action: 'playback.seek', kind: 'seek', ...deed });
  const sought = await store.playback.seek(streamId, { positionMs, expectedGeneration: generation }, operation);
  if (sought.type === 'stale') {
    undertaking.drop();
    return { type: 'stale' };
  }
  await store.commands.send({ type: 'wake', streamId });
  await undertaking.note(deed);
  return { type: 'done', positionMs, item: current };
}
