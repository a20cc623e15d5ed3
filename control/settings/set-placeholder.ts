import type { PlayQuery, Refusal, Track } from '../../storage/model.ts';
import type { Request } from '../dependencies.ts';
import { may } from '../policy.ts';
import { nameOfQuery, type ResolveDependencies, resolveQuery } from '../resolve-query.ts';
import { changeSettings } from './change-settings.ts';

/** `query`: one track, of a video its sound. */
export interface SetPlaceholderRequest extends Request {
  readonly query: PlayQuery;
}

/** What became of it. */
export type SetPlaceholderResult =
  | { readonly type: 'done'; readonly track: Track }
  | { readonly type: 'refused'; readonly name: string; readonly refusal: Refusal }
  /** It is a playlist, or a search. */
  | { readonly type: 'several' }
  /** No player answered in time. */
  | { readonly type: 'no-answer' }
  | { readonly type: 'forbidden' };

/**
 * Checks a track, and lets it play while the queue is empty.
 * @throws AppError `redis-unavailable`.
 */
export async function setPlaceholder(
  dependencies: ResolveDependencies,
  { query, ...request }: SetPlaceholderRequest,
): Promise<SetPlaceholderResult> {
  // Before the check, as that may take half a minute.
  if (!may(request.actor, 'change-settings')) return { type: 'forbidden' };
  const resolution = await resolveQuery(dependencies, request.streamId, query);
  if (resolution === null) return { type: 'no-answer' };
  if (resolution.type === 'refused') return resolution;
  if (resolution.type === 'choices') return { type: 'several' };
  const { tracks, refused = [] } = resolution;
  const [track] = tracks;
  if (track === undefined) {
    const [first] = refused;
    return { type: 'refused', ...(first ?? { name: nameOfQuery(query), refusal: { code: 'no-audio' } }) };
  }
  if (tracks.length > 1) return { type: 'several' };
  const result = await changeSettings(dependencies, { ...request, patch: { placeholder: track } });
  return result.type === 'done' ? { type: 'done', track } : { type: 'forbidden' };
}
