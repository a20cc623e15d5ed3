import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisLink } from '../link/redis-link.ts';
import { decodeOrSkip } from './follow-stream.ts';
import { createGroup, type GroupMember, readNew, removeGone, takeOver } from './group-commands.ts';
import { blockMs, readOn } from './read-on.ts';
import type { StreamEntry } from './stream-entry.ts';

/** How a group consumes. */
export interface ConsumeOptions<T> {
  readonly group: string;
  readonly signal: AbortSignal;
  readonly decode: (entry: StreamEntry) => T;
  readonly handle: (value: T) => Promise<void>;
  /** After how long an entry that was given to a consumer and not acknowledged is given to another, milliseconds. */
  readonly takeOverAfterMs: number;
}

const entriesAtOnce = 16;
/** How often one entry is tried in a row, so that a short trouble does not change the order. */
const attemptsInRow = 4;
const firstPauseMs = 100;

/**
 * Handles the entries of a stream as one consumer of a group, in order, until the signal or the link's end. A new group begins with
 * the oldest entry that is kept. Entries are acknowledged when `handle` has resolved, up to 16 together; when it goes on throwing, an entry stays
 * with the group and is offered again after `takeOverAfterMs`.
 */
export async function consumeGroup<T>(link: RedisLink, key: string, options: ConsumeOptions<T>): Promise<void> {
  const { group, signal, takeOverAfterMs } = options;
  const member: GroupMember = { key, group, consumer: randomUUID() };
  const ended = AbortSignal.any([signal, link.closed]);
  let takeOverAt = 0;

  const batches = readOn(link, signal, async (redis) => {
    try {
      if (performance.now() >= takeOverAt) {
        const left = await takeOver(redis, member, { count: entriesAtOnce, idleMs: takeOverAfterMs });
        if (left.length > 0) return left;
        await removeGone(redis, member, false);
        takeOverAt = performance.now() + takeOverAfterMs;
      }
      const waitMs = Math.max(1, Math.min(blockMs, Math.round(takeOverAt - performance.now())));
      return await readNew(redis, member, { count: entriesAtOnce, waitMs });
    } catch (error) {
      // The first consumer, or one after Redis has lost its data.
      if (!(error instanceof Error && error.message.startsWith('NOGROUP'))) throw error;
      await createGroup(redis, member);
      return null;
    }
  });
  for await (const entries of batches) {
    const handled: string[] = [];
    for (const entry of entries) {
      if (ended.aborted) break;
      if (await handleEntry(link, key, entry, options, ended)) handled.push(entry[0]);
    }
    // All at once: each is a write to the disk.
    if (handled.length > 0) await acknowledge(link, member, handled);
  }
  if (!link.closed.aborted) await link.call((redis) => removeGone(redis, member, true)).catch(noteFailure(link));
}

/** Whether the entry is done with. */
async function handleEntry<T>(
  link: RedisLink,
  key: string,
  entry: StreamEntry,
  { group, decode, handle }: ConsumeOptions<T>,
  ended: AbortSignal,
): Promise<boolean> {
  const decoded = decodeOrSkip(link, key, entry, decode);
  if (decoded === null) return true;
  for (let attempt = 1; !ended.aborted; attempt += 1) {
    try {
      await handle(decoded.value);
      return true;
    } catch (error) {
      if (attempt === attemptsInRow) {
        link.log.error({ group, id: entry[0], err: error }, 'an event could not be handled, it will be offered again');
        return false;
      }
      // Only the end of the wait matters: the loop looks at the signal.
      await sleep(firstPauseMs * 2 ** (attempt - 1), undefined, { signal: ended }).catch(() => undefined);
    }
  }
  return false;
}

/** What is not acknowledged is offered again, so a failure here is no more than a repetition later. */
function acknowledge(link: RedisLink, { key, group }: GroupMember, ids: readonly string[]): Promise<unknown> {
  return link.call((redis) => redis.xack(key, group, ...ids)).catch(noteFailure(link));
}

function noteFailure(link: RedisLink): (error: unknown) => void {
  return (error) => link.log.debug({ err: error }, 'a consumer could not tell Redis');
}
