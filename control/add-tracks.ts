import { randomUUID } from 'node:crypto';
import type { QueueItem, Track } from '../storage/model.ts';
import type { OperationId, Place } from '../storage/store.ts';
import { auditItems, type Undertaking } from './audit-trail.ts';
import type { Actor, Request, UseCaseDependencies } from './dependencies.ts';
import { may } from './policy.ts';
import { startTimes } from './schedule.ts';

/** What was added. */
export interface Addition {
  readonly items: readonly QueueItem[];
  readonly firstPosition: number;
  readonly lastPosition: number;
  /** The queue's after it. */
  readonly version: number;
  /** The first of them is what plays (or will, once the stream is on the air): nothing stood before it. */
  readonly startsNow: boolean;
  /** This request turned the stream on. */
  readonly isNewSession: boolean;
  /** Until the first of them starts, milliseconds; null when that cannot be told. */
  readonly waitMs: number | null;
}

/** More than one person may have waiting: `present` waited already, `left` were not added. */
export interface OverLimit {
  readonly limit: number;
  readonly present: number;
  readonly left: number;
}

/** What became of an addition: all, as many as the limit allows, or none. */
export interface AddOutcome {
  readonly added: Addition | null;
  readonly overLimit: OverLimit | null;
}

/**
 * Adds tracks that have been checked, by the stream's rules, and turns the stream on. The player makes the first one current by itself.
 * @throws AppError `redis-unavailable`.
 */
export async function addTracks(
  dependencies: UseCaseDependencies,
  request: Request,
  tracks: readonly Track[],
  place: Place,
): Promise<AddOutcome> {
  const { store, now } = dependencies;
  const { streamId, actor, operation } = request;
  const addedAt = now();
  // Ids come from the operation, so that a repeated request means the same items.
  const items = tracks.map((track, i) => ({ itemId: `${operation}-${i}`, track, addedBy: actor.person, addedAt }));
  const before = await store.playback.read(streamId);
  const undertaking = await beginAudit(dependencies, request, place);
  const offered = await offer(dependencies, request, items, place);
  if (offered.added === null) {
    undertaking?.drop();
    return { added: null, overLimit: offered.overLimit };
  }
  const { firstPosition, lastPosition, version } = offered.added;
  const { items: added, overLimit } = offered;
  await undertaking?.note({ before: null, after: { position: firstPosition, added: auditItems(added), version } });
  const { isNew: isNewSession } = await store.playback.start(
    streamId,
    { sessionId: randomUUID(), userId: actor.person.id },
    `${operation}.start`,
  );
  await store.commands.send({ type: 'wake', streamId });
  const isAlone = before.current === null && firstPosition === 1;
  const isCurrent = before.current?.itemId === added[0]?.itemId;
  const startsNow = isAlone || isCurrent;
  const waitMs = startsNow ? 0 : await waitFor(dependencies, request, firstPosition);
  return { added: { items: added, firstPosition, lastPosition, version, startsNow, isNewSession, waitMs }, overLimit };
}

/** What everybody may do in the chat is no operator's action: the queue itself says who added what. */
async function beginAudit({ audit }: UseCaseDependencies, request: Request, place: Place): Promise<Undertaking | null> {
  if (place !== 'front' && (request.origin ?? 'chat') === 'chat') return null;
  return await audit.begin(request, { action: 'queue.add', kind: 'offer', before: null, after: { place } });
}

/** What the store made of an offer. `items`: those that were added. */
interface OfferOutcome {
  readonly added: Pick<Addition, 'firstPosition' | 'lastPosition' | 'version'> | null;
  readonly items: readonly QueueItem[];
  readonly overLimit: OverLimit | null;
}

async function offer(
  { store }: UseCaseDependencies,
  { streamId, actor, operation }: Request,
  items: readonly QueueItem[],
  place: Place,
): Promise<OfferOutcome> {
  const { itemsPerUser, isFair } = await store.settings.read(streamId);
  const rules = { place, perUserLimit: isLimited(actor) ? itemsPerUser : null, isFair };
  const attempt = (some: readonly QueueItem[], id: OperationId) => store.queue.offer(streamId, some, rules, id);
  const all = await attempt(items, operation);
  if (all.type === 'added') return { added: all, items, overLimit: null };
  const { limit, present } = all;
  const some = items.slice(0, Math.max(0, limit - present));
  const overLimit = { limit, present, left: items.length - some.length };
  if (some.length === 0) return { added: null, items: [], overLimit };
  const rest = await attempt(some, `${operation}.some`);
  // Somebody's other message filled the last places in between.
  if (rest.type === 'over-limit') return { added: null, items: [], overLimit: { ...overLimit, left: items.length } };
  return { added: rest, items: some, overLimit };
}

/** Limits are for listeners. */
function isLimited(actor: Actor): boolean {
  return !may(actor, 'edit-queue');
}

async function waitFor({ store }: UseCaseDependencies, { streamId }: Request, position: number) {
  const [playback, { items }] = await Promise.all([
    store.playback.read(streamId),
    store.queue.read(streamId, { offset: 0, limit: position }),
  ]);
  return startTimes(playback, items).at(position - 1) ?? null;
}
