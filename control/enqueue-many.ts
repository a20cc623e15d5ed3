import type { NamedRefusal, PlayQuery, Resolution, Track } from '../storage/model.ts';
import type { Place } from '../storage/store.ts';
import { type Addition, addTracks, type OverLimit } from './add-tracks.ts';
import type { Request } from './dependencies.ts';
import { forbids } from './enqueue.ts';
import { nameOfQuery, type ResolveDependencies, resolveQuery } from './resolve-query.ts';

/** Adds what all the queries find, in their order, as one edit of the queue. */
export interface EnqueueManyRequest extends Request {
  readonly queries: readonly PlayQuery[];
  /** Default `end`; `front` is for operators. */
  readonly place?: Place;
  /** See EnqueueRequest. */
  readonly after?: Promise<void>;
  readonly onChecked?: () => void;
  /** Told after each query that has been checked; `total` = number of queries. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What became of it. */
export type EnqueueManyResult =
  | {
      readonly type: 'done';
      /** null: nothing could be added; `refused` or `overLimit` say why. */
      readonly added: Addition | null;
      /** What cannot be played, in the order asked. */
      readonly refused: readonly NamedRefusal[];
      readonly overLimit: OverLimit | null;
      /** Searches that found several; nothing of those was added. */
      readonly choices: readonly { readonly query: PlayQuery; readonly choices: readonly Track[] }[];
      /** Names of what no player checked in time. */
      readonly unanswered: readonly string[];
    }
  | { readonly type: 'forbidden'; readonly reason: 'blocked' | 'operators-only' };

/** How many queries are checked at once: as many as a player resolves side by side. */
const concurrency = 4;

/**
 * Checks all side by side, then adds those that can be played in one atomic operation.
 * @throws AppError `redis-unavailable`.
 */
export async function enqueueMany(
  dependencies: ResolveDependencies,
  request: EnqueueManyRequest,
): Promise<EnqueueManyResult> {
  const { queries, place = 'end' } = request;
  const forbidden = await forbids(dependencies, request, place);
  if (forbidden !== null) return forbidden;
  const resolutions = await resolveAll(dependencies, request);
  const tracks: Track[] = [];
  const refused: NamedRefusal[] = [];
  const choices: { query: PlayQuery; choices: readonly Track[] }[] = [];
  const unanswered: string[] = [];
  for (const [i, query] of queries.entries()) {
    const resolution = resolutions[i] ?? null;
    if (resolution === null) unanswered.push(nameOfQuery(query));
    else if (resolution.type === 'refused') refused.push({ name: resolution.name, refusal: resolution.refusal });
    else if (resolution.type === 'choices') choices.push({ query, choices: resolution.choices });
    else {
      tracks.push(...resolution.tracks);
      refused.push(...(resolution.refused ?? []));
    }
  }
  await request.after;
  if (tracks.length === 0) return { type: 'done', added: null, overLimit: null, refused, choices, unanswered };
  request.onChecked?.();
  return { type: 'done', ...(await addTracks(dependencies, request, tracks, place)), refused, choices, unanswered };
}

async function resolveAll(
  dependencies: ResolveDependencies,
  { streamId, queries, onProgress }: EnqueueManyRequest,
): Promise<readonly (Resolution | null)[]> {
  const resolutions: (Resolution | null)[] = queries.map(() => null);
  // One iterator for all lanes: each takes the next query that nobody has taken.
  const waiting = queries.entries();
  let done = 0;
  const lane = async () => {
    for (const [i, query] of waiting) {
      resolutions[i] = await resolveQuery(dependencies, streamId, query);
      done += 1;
      onProgress?.(done, queries.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, queries.length) }, lane));
  return resolutions;
}
