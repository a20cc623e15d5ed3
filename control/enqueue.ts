import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { PlayQuery, QueueItem, Refusal, Resolution } from '../storage/model.ts';
import type { Place } from '../storage/store.ts';
import type { Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';
import { startTimes } from './schedule.ts';

/** Adds what `query` finds to the queue of the stream, and turns the stream on. */
export interface EnqueueRequest extends Request {
  readonly query: PlayQuery;
  readonly place?: Place;
  /** What has to be over before the addition takes its place (see turns.ts). Default: nothing. */
  readonly after?: Promise<void>;
  /** Called when all is checked, right before the addition. Nothing else of this request happens before it returns. */
  readonly onChecked?: () => void;
}

/** What became of it. */
export type EnqueueResult =
  | {
      readonly type: 'added';
      readonly items: readonly QueueItem[];
      readonly firstPosition: number;
      readonly lastPosition: number;
      /** The first of them is what plays (or will, once the stream is on the air): nothing stood before it. */
      readonly startsNow: boolean;
      /** This request turned the stream on. */
      readonly isNewSession: boolean;
      /** Until the first of them starts, milliseconds; null when that cannot be told. */
      readonly waitMs: number | null;
    }
  | { readonly type: 'refused'; readonly name: string; readonly refusal: Refusal }
  | { readonly type: 'forbidden' }
  /** No player answered in time; nothing was added. */
  | { readonly type: 'no-answer' };

/** How long a person waits for the check of what they asked for. The longest check of a slow site takes about 20 s. */
const resolveTimeoutMs = 30_000;

/**
 * Checks first, adds then: bad input never touches the queue. The player makes the first item current by itself.
 * @throws AppError `redis-unavailable`.
 */
export async function enqueue(
  dependencies: UseCaseDependencies & { readonly resolveTimeoutMs?: number },
  request: EnqueueRequest,
): Promise<EnqueueResult> {
  const { store, now } = dependencies;
  const { streamId, actor, operation, query, place = 'end' } = request;
  if (!may(actor, 'add')) return { type: 'forbidden' };
  const resolution = await resolve(dependencies, request);
  if (resolution === null) return { type: 'no-answer' };
  if (resolution.type === 'refused') return resolution;
  const [first] = resolution.tracks;
  if (first === undefined) return { type: 'refused', name: nameOf(query), refusal: { code: 'no-audio' } };
  const addedAt = now();
  // Ids come from the operation, so that a repeated request means the same items.
  const items = resolution.tracks.map((track, i) => ({
    itemId: `${operation}-${i}`,
    track,
    addedBy: actor.person,
    addedAt,
  }));
  await request.after;
  request.onChecked?.();
  const before = await store.playback.read(streamId);
  const { firstPosition, lastPosition } = await store.queue.add(streamId, items, place, operation);
  const { isNew: isNewSession } = await store.playback.start(
    streamId,
    { sessionId: randomUUID(), userId: actor.person.id },
    `${operation}.start`,
  );
  await store.commands.send({ type: 'wake', streamId });
  // On a repeated request its first item may be what plays by now.
  const isAlone = before.current === null && firstPosition === 1;
  const isCurrent = before.current?.itemId === items[0]?.itemId;
  const startsNow = isAlone || isCurrent;
  const waitMs = startsNow ? 0 : await waitFor(dependencies, request, firstPosition);
  return { type: 'added', items, firstPosition, lastPosition, startsNow, isNewSession, waitMs };
}

/** null: nobody answered in time. */
async function resolve(
  dependencies: UseCaseDependencies & { readonly resolveTimeoutMs?: number },
  { streamId, query }: EnqueueRequest,
): Promise<Resolution | null> {
  try {
    return await dependencies.store.resolveJobs.request(
      { streamId, query },
      dependencies.resolveTimeoutMs ?? resolveTimeoutMs,
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'timeout') throw error;
    dependencies.log.warn({ err: error, streamId }, 'no player answered a request to resolve');
    return null;
  }
}

/** Until the item at `position` (1-based) starts; only what stands before it is read. */
async function waitFor({ store }: UseCaseDependencies, { streamId }: EnqueueRequest, position: number) {
  const [playback, { items }] = await Promise.all([
    store.playback.read(streamId),
    store.queue.read(streamId, { offset: 0, limit: position }),
  ]);
  return startTimes(playback, items).at(position - 1) ?? null;
}

/** What to call a query in an answer about it. */
function nameOf(query: PlayQuery): string {
  if (query.type === 'text') return query.text;
  if (query.title !== null) return query.title;
  return query.source.type === 'telegram' ? (query.source.fileName ?? '') : '';
}
