import type { Redis } from 'ioredis';
import type { StreamEntry } from './stream-entry.ts';

/** A consumer in a consumer group of the Redis Stream at `key`. */
export interface GroupMember {
  readonly key: string;
  readonly group: string;
  readonly consumer: string;
}

/** A consumer with nothing pending that was silent for so long belongs to a process that is gone. */
const forgottenAfterMs = 3_600_000;

/** Makes the group, from the oldest entry on; nothing happens when there is one. */
export async function createGroup(redis: Redis, { key, group }: GroupMember): Promise<void> {
  try {
    await redis.xgroup('CREATE', key, group, '0', 'MKSTREAM');
  } catch (error) {
    // Another process was quicker.
    if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
  }
}

/** New entries for this consumer; null when none came within `waitMs`. */
export async function readNew(
  redis: Redis,
  { key, group, consumer }: GroupMember,
  { count, waitMs }: { readonly count: number; readonly waitMs: number },
): Promise<readonly StreamEntry[] | null> {
  const reply = (await redis.xreadgroup(
    ...(['GROUP', group, consumer, 'COUNT', count, 'BLOCK', waitMs, 'STREAMS', key, '>'] as const),
  )) as readonly [string, readonly StreamEntry[]][] | null;
  return reply?.[0]?.[1] ?? null;
}

/** Takes over entries that were given to any consumer at least `idleMs` ago and never acknowledged. */
export async function takeOver(
  redis: Redis,
  { key, group, consumer }: GroupMember,
  { count, idleMs }: { readonly count: number; readonly idleMs: number },
): Promise<readonly StreamEntry[]> {
  const reply = await redis.xautoclaim(key, group, consumer, idleMs, '0-0', 'COUNT', count);
  const entries = reply[1] as readonly (StreamEntry | null)[];
  // Redis before 7 names entries that were trimmed away in the meantime as null.
  return entries.filter((entry) => entry !== null);
}

/**
 * Removes consumers that are no more, this one among them when `isLeaving`; never one with entries pending: they would be lost.
 */
export async function removeGone(redis: Redis, member: GroupMember, isLeaving: boolean): Promise<void> {
  const rows = (await redis.xinfo('CONSUMERS', member.key, member.group)) as (string | number)[][];
  for (const row of rows) {
    const fields = new Map(row.map((name, index) => [name, row[index + 1]]));
    const name = String(fields.get('name'));
    const isGone = (isLeaving && name === member.consumer) || Number(fields.get('idle')) > forgottenAfterMs;
    if (isGone && fields.get('pending') === 0) await redis.xgroup('DELCONSUMER', member.key, member.group, name);
  }
}
