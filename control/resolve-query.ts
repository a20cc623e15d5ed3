import { AppError } from '../errors.ts';
import type { PlayQuery, Resolution, StreamId } from '../storage/model.ts';
import type { TrackRecords } from '../storage/sql/records.ts';
import type { FetchProgress } from '../storage/store.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/** `resolveTimeoutMs`: how long a person waits for a check at most; a player gives itself two minutes. Default 150,000. */
export interface ResolveDependencies extends UseCaseDependencies {
  /** What tracks are called that administrators gave a name. */
  readonly records: { readonly tracks: Pick<TrackRecords, 'namesOf'> };
  readonly resolveTimeoutMs?: number | undefined;
}

const defaultTimeoutMs = 150_000;
/** When no player has begun by then, none is there. */
const beginWithinMs = 30_000;

/**
 * Has a player find and check what a person asked for; null: none answered in time. `onFetched` hears how far a long download has come.
 * @throws AppError `redis-unavailable`.
 */
export async function resolveQuery(
  dependencies: ResolveDependencies,
  streamId: StreamId,
  query: PlayQuery,
  onFetched?: (progress: FetchProgress) => void,
): Promise<Resolution | null> {
  const { store, log, resolveTimeoutMs = defaultTimeoutMs } = dependencies;
  try {
    const found = await store.resolveJobs.request({ streamId, query }, resolveTimeoutMs, {
      onFetched,
      beginWithinMs: Math.min(beginWithinMs, resolveTimeoutMs),
    });
    return await callByName(dependencies, found);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'timeout') throw error;
    log.warn({ err: error, streamId }, 'no player answered a request to resolve');
    return null;
  }
}

/** Tracks that an administrator gave a name have it from then on, whatever the file says: they are asked for all at once. */
async function callByName(
  { records, log }: Pick<ResolveDependencies, 'records' | 'log'>,
  resolution: Resolution,
): Promise<Resolution> {
  if (resolution.type === 'refused') return resolution;
  const tracks = resolution.type === 'tracks' ? resolution.tracks : resolution.choices;
  try {
    const names = await records.tracks.namesOf(tracks.map(({ trackId }) => trackId));
    const named = tracks.map((track) => ({ ...track, ...names.get(track.trackId) }));
    return resolution.type === 'tracks' ? { ...resolution, tracks: named } : { ...resolution, choices: named };
  } catch (error) {
    // Music goes on without SQL.
    log.warn({ err: error }, 'tracks go by the names in their files');
    return resolution;
  }
}

/** What to call a query in an answer about it. */
export function nameOfQuery(query: PlayQuery): string {
  if (query.type === 'text') return query.text;
  const { title, source } = query.type === 'album' ? query.known : query;
  if (title !== null) return title;
  return source.type === 'telegram' ? (source.fileName ?? '') : '';
}
