import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Audience, StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';

/** How often it is looked whether a player has answered, milliseconds. */
const lookMs = 25;

/**
 * Has a player read from Telegram who listens to a session, at this moment. null: no player answered within `limitMs` (none runs, or
 * Telegram is away), or the session is over.
 * @throws AppError `redis-unavailable`.
 */
export async function recount(
  { commands, audience }: Pick<RealtimeStore, 'commands' | 'audience'>,
  streamId: StreamId,
  sessionId: string,
  limitMs: number,
): Promise<Audience | null> {
  const recountId = randomUUID();
  await commands.send({ type: 'recount', streamId, sessionId, recountId });
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    await sleep(lookMs);
    const present = await audience.read(streamId);
    if (present === null || present.sessionId !== sessionId) return null;
    if (present.recountId === recountId) return present;
  }
  return null;
}
