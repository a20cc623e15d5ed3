import type { QueueItem } from '../storage/model.ts';
import { auditItem } from './audit-trail.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { readListeners, votesNeeded } from './listeners.ts';
import { may } from './policy.ts';

/** `expectedGeneration`: the track that the vote is about; left out, whatever plays now. */
export interface VoteRequest extends Request {
  readonly expectedGeneration?: number;
}

/** What became of a vote to skip. */
export type VoteResult =
  /** It counts; `votes` of `needed` so far. `generation` names the track for the button that counts more. */
  | {
      readonly type: 'counted';
      readonly item: QueueItem;
      readonly generation: number;
      readonly votes: number;
      readonly needed: number;
      /** The first vote on this track: the chat is to be asked. */
      readonly isFirst: boolean;
    }
  /** It was the last one needed. */
  | {
      readonly type: 'done';
      readonly ended: QueueItem;
      readonly next: QueueItem | null;
      readonly votes: number;
      readonly needed: number;
    }
  /** Only those who hear it vote. */
  | { readonly type: 'not-listening'; readonly item: QueueItem }
  | { readonly type: 'nothing-playing' }
  | { readonly type: 'stale' }
  | { readonly type: 'forbidden' };

/**
 * Votes to skip what plays, once a person; the share of the listeners that the stream is set to skips it. Votes end with the track.
 * Votes of those who have left since don't count any more.
 * @throws AppError `redis-unavailable`.
 */
export async function vote({ store, audit }: UseCaseDependencies, request: VoteRequest): Promise<VoteResult> {
  const { streamId, actor, operation, expectedGeneration } = request;
  if (!may(actor, 'vote-skip')) return { type: 'forbidden' };
  const [playback, listeners, { voteSharePercent }] = await Promise.all([
    store.playback.read(streamId),
    readListeners(store, streamId),
    store.settings.read(streamId),
  ]);
  const { current, generation } = playback;
  if (expectedGeneration !== undefined && expectedGeneration !== generation) return { type: 'stale' };
  if (!playback.isOn || current === null) return { type: 'nothing-playing' };
  // Telegram withholds the list of large calls: then everybody in the chat is believed to listen.
  // Channels that speak in a chat (their ids are negative) could be many in one person's hands.
  const isListener = (userId: number) => listeners?.userIds?.includes(userId) ?? userId > 0;
  if (!isListener(actor.person.id)) return { type: 'not-listening', item: current };
  const ballot = await store.playback.vote(streamId, { generation, userId: actor.person.id });
  if (ballot.type === 'stale') return { type: 'stale' };
  const votes = ballot.userIds.filter(isListener).length;
  const needed = votesNeeded(listeners?.count ?? null, voteSharePercent);
  if (votes < needed) {
    return { type: 'counted', item: current, generation, votes, needed, isFirst: ballot.userIds.length === 1 };
  }
  const step = { expectedGeneration: generation, outcome: 'skipped', fence: null } as const;
  const before = { current: auditItem(current), voters: ballot.userIds };
  const undertaking = await audit.begin(request, {
    action: 'playback.vote-skip',
    kind: 'advance',
    before,
    after: null,
  });
  const advanced = await store.playback.advance(streamId, step, operation);
  if (advanced.type === 'stale') {
    undertaking.drop();
    return { type: 'stale' };
  }
  await store.commands.send({ type: 'wake', streamId });
  const { current: next } = advanced.playback;
  await undertaking.note({ before, after: { current: auditItem(next) } });
  return { type: 'done', ended: advanced.ended ?? current, next, votes, needed };
}
