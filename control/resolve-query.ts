import { AppError } from '../errors.ts';
import type { PlayQuery, Resolution, StreamId } from '../storage/model.ts';
import type { FetchProgress } from '../storage/store.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/** `resolveTimeoutMs`: how long a person waits for a check; the longest, of a slow site, takes about 20 s. Default 30,000. */
export interface ResolveDependencies extends UseCaseDependencies {
  readonly resolveTimeoutMs?: number | undefined;
}

const defaultTimeoutMs = 30_000;

/**
 * Has a player find and check what a person asked for; null: none answered in time. `onFetched` hears how far a long download has come.
 * @throws AppError `redis-unavailable`.
 */
export async function resolveQuery(
  { store, log, resolveTimeoutMs = defaultTimeoutMs }: ResolveDependencies,
  streamId: StreamId,
  query: PlayQuery,
  onFetched?: (progress: FetchProgress) => void,
): Promise<Resolution | null> {
  try {
    return await store.resolveJobs.request({ streamId, query }, resolveTimeoutMs, onFetched);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'timeout') throw error;
    log.warn({ err: error, streamId }, 'no player answered a request to resolve');
    return null;
  }
}

/** What to call a query in an answer about it. */
export function nameOfQuery(query: PlayQuery): string {
  if (query.type === 'text') return query.text;
  const { title, source } = query.type === 'album' ? query.known : query;
  if (title !== null) return title;
  return source.type === 'telegram' ? (source.fileName ?? '') : '';
}
