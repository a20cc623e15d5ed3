import type { NamedRefusal, PlayQuery, Refusal, Track } from '../storage/model.ts';
import type { FetchProgress, Place } from '../storage/store.ts';
import { type Addition, addTracks, type OverLimit } from './add-tracks.ts';
import type { Request } from './dependencies.ts';
import { may, mayAdd } from './policy.ts';
import { nameOfQuery, type ResolveDependencies, resolveQuery } from './resolve-query.ts';

/** Adds what `query` finds to the queue of the stream, and turns the stream on. */
export interface EnqueueRequest extends Request {
  readonly query: PlayQuery;
  /** Default `end`; `front` is for operators. */
  readonly place?: Place;
  /** What has to be over before the addition takes its place (see turns.ts). Default: nothing. */
  readonly after?: Promise<void>;
  /** Called when all is checked, right before the addition. Nothing else of this request happens before it returns. */
  readonly onChecked?: () => void;
  /** Told how far a download has come that takes long, once a second at most. */
  readonly onFetched?: (progress: FetchProgress) => void;
}

/** What became of it. */
export type EnqueueResult =
  /** `refused`: entries of a playlist or folder that cannot be played. `overLimit`: not all of them found a place. */
  | ({
      readonly type: 'added';
      readonly refused: readonly NamedRefusal[];
      readonly overLimit: OverLimit | null;
    } & Addition)
  | { readonly type: 'refused'; readonly name: string; readonly refusal: Refusal }
  /** A search found several: the person chooses; nothing was added. */
  | { readonly type: 'choices'; readonly choices: readonly Track[] }
  /** The person has as many waiting as they may; nothing was added. */
  | { readonly type: 'over-limit'; readonly limit: number; readonly present: number }
  | { readonly type: 'forbidden'; readonly reason: 'blocked' | 'operators-only' }
  /** No player answered in time; nothing was added. */
  | { readonly type: 'no-answer' };

/**
 * Checks first, adds then: bad input never touches the queue.
 * @throws AppError `redis-unavailable`.
 */
export async function enqueue(dependencies: ResolveDependencies, request: EnqueueRequest): Promise<EnqueueResult> {
  const { streamId, query, place = 'end' } = request;
  const forbidden = await forbids(dependencies, request, place);
  if (forbidden !== null) return forbidden;
  const resolution = await resolveQuery(dependencies, streamId, query, request.onFetched);
  if (resolution === null) return { type: 'no-answer' };
  if (resolution.type !== 'tracks') return resolution;
  const { tracks, refused = [] } = resolution;
  if (tracks.length === 0) {
    const [first] = refused;
    return { type: 'refused', ...(first ?? { name: nameOfQuery(query), refusal: { code: 'no-audio' } }) };
  }
  await request.after;
  request.onChecked?.();
  const { added, overLimit } = await addTracks(dependencies, request, tracks, place);
  if (added !== null) return { type: 'added', ...added, refused, overLimit };
  return { type: 'over-limit', limit: overLimit?.limit ?? 0, present: overLimit?.present ?? 0 };
}

/** Why somebody may not add there; null: they may. */
export async function forbids(
  { store }: Pick<ResolveDependencies, 'store'>,
  { streamId, actor }: Request,
  place: Place,
): Promise<Extract<EnqueueResult, { type: 'forbidden' }> | null> {
  if (!may(actor, 'add')) return { type: 'forbidden', reason: 'blocked' };
  const isAllowed = place === 'front' ? may(actor, 'edit-queue') : mayAdd(actor, await store.settings.read(streamId));
  return isAllowed ? null : { type: 'forbidden', reason: 'operators-only' };
}
