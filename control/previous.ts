import type { QueueItem } from '../storage/model.ts';
import { auditItem } from './audit-trail.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the one that a button was drawn for; left out, whatever plays now. */
export interface PreviousRequest extends Request {
  readonly expectedGeneration?: number;
}

/** What became of it. */
export type PreviousResult =
  /** `current` plays again; what played stands at the front of the queue. */
  | { readonly type: 'done'; readonly current: QueueItem | null }
  /** Nothing has played before. */
  | { readonly type: 'none' }
  /** The stream is off. */
  | { readonly type: 'nothing-playing' }
  | { readonly type: 'stale' }
  | { readonly type: 'forbidden' };

/**
 * Back to the track that played before; also from the placeholder.
 * @throws AppError `redis-unavailable`.
 */
export async function previous(
  { store, audit }: UseCaseDependencies,
  request: PreviousRequest,
): Promise<PreviousResult> {
  const { streamId, actor, operation, expectedGeneration } = request;
  if (!may(actor, 'control-playback')) return { type: 'forbidden' };
  const playback = await store.playback.read(streamId);
  const { generation } = playback;
  if (expectedGeneration !== undefined && expectedGeneration !== generation) return { type: 'stale' };
  if (!playback.isOn) return { type: 'nothing-playing' };
  const before = { current: auditItem(playback.current) };
  const undertaking = await audit.begin(request, {
    action: 'playback.previous',
    kind: 'previous',
    before,
    after: null,
  });
  const stepped = await store.playback.previous(streamId, { expectedGeneration: generation }, operation);
  if (stepped.type !== 'advanced') {
    undertaking.drop();
    return { type: stepped.type };
  }
  await store.commands.send({ type: 'wake', streamId });
  const { current } = stepped.playback;
  await undertaking.note({ before, after: { current: auditItem(current) } });
  return { type: 'done', current };
}
