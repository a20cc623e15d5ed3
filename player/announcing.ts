import type { Logger } from '../log.ts';
import type { RealtimeStore } from '../storage/store.ts';
import type { Assistant } from './assistant/assistant.ts';
import { createWaker } from './waker.ts';

/** What {@link startAnnouncing} needs. `streams`: how many this player has now. */
export interface AnnouncingOptions {
  readonly playerId: string;
  readonly store: Pick<RealtimeStore, 'players'>;
  readonly assistant: Assistant;
  readonly streams: () => number;
  readonly log: Logger;
}

/**
 * This player's entry in the registry, kept alive. Whoever started it closes it, which withdraws the entry.
 */
export interface Announcing {
  /** The assistants of all players: none of them is a listener. */
  readonly assistantIds: () => ReadonlySet<number>;
  close(): Promise<void>;
}

/** Between entries, milliseconds. */
const everyMs = 1_000;
/** The entry of a dead player is gone after this. */
const ttlMs = 5_000;

/**
 * Writes who we are and whether we are connected, every second and at once when the line to Telegram changes; reads the others.
 */
export function startAnnouncing({ playerId, store, assistant, streams, log }: AnnouncingOptions): Announcing {
  const closing = new AbortController();
  const waker = createWaker();
  let ids: ReadonlySet<number> = new Set([assistant.me.id]);

  /** Writes our entry, reads everybody's. */
  const announce = async () => {
    const { id: assistantId, username: assistantUsername } = assistant.me;
    const { isConnected } = assistant;
    await store.players.announce({ playerId, assistantId, assistantUsername, isConnected, streams: streams() }, ttlMs);
    ids = new Set([assistantId, ...(await store.players.list()).map((player) => player.assistantId)]);
  };
  const run = async () => {
    while (!closing.signal.aborted) {
      try {
        await announce();
      } catch (error) {
        log.debug({ err: error }, 'the player could not announce itself');
      }
      await waker.wait(everyMs, closing.signal);
    }
  };
  const unsubscribe = assistant.onUpdate((update) => {
    if (update.type === 'connection') waker.wake();
  });
  // Not at once: what counts the streams may be started right after this.
  const loop = Promise.resolve().then(run);

  return {
    assistantIds: () => ids,
    close: async () => {
      unsubscribe();
      closing.abort();
      await loop;
      try {
        await store.players.withdraw(playerId);
      } catch (error) {
        // The entry runs out by itself.
        log.debug({ err: error }, 'the player could not withdraw its entry');
      }
    },
  };
}
