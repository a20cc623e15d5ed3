import { toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { StreamId } from '../../storage/model.ts';
import type { LeaseStore, PlaybackStore } from '../../storage/store.ts';
import type { StreamFigures } from '../player-stats.ts';
import { createWaker } from '../waker.ts';
import type { StreamPlayer } from './stream-player.ts';

/** What ownership does with a stream it got: as much of {@link StreamPlayer} as it needs. */
export type OwnedStream = Pick<
  StreamPlayer,
  'look' | 'wake' | 'retry' | 'recount' | 'leave' | 'setFence' | 'close' | 'figures'
>;

/** What {@link startOwnership} needs. */
export interface OwnershipOptions {
  readonly playerId: string;
  readonly leases: LeaseStore;
  readonly playback: Pick<PlaybackStore, 'listOn'>;
  /** Whether this player can serve streams now; while it cannot, it takes none (and keeps those it has). */
  readonly mayTake: () => boolean;
  /** Begins to play; `onDone` asks for its end. */
  readonly open: (streamId: StreamId, fence: number, onDone: (reason: 'off' | 'lease-lost') => void) => OwnedStream;
  /** Players that are dead for certain: their streams are taken at once, not when their leases have run out. */
  readonly predecessors?: readonly string[];
  readonly log: Logger;
  /** Lifetime of a lease, milliseconds; it is renewed at a third of it. */
  readonly ttlMs?: number;
}

/** This player's streams. Whoever started it closes it. */
export interface Ownership {
  readonly count: number;
  /** Of each of them. */
  figures(): readonly StreamFigures[];
  /** The stream's player here; null when it is not ours. */
  get(streamId: StreamId): OwnedStream | null;
  /** Looks for streams to take now. */
  look(): void;
  /** Something changed about this stream: takes it if it is free, wakes its player if it is ours. */
  wake(streamId: StreamId): void;
  /** Closes every stream and gives the leases up, so that another player takes over at once. */
  close(): Promise<void>;
}

interface Owned {
  readonly stream: OwnedStream;
  fence: number;
  /** Set when it is to be closed. */
  isDone: boolean;
}

const defaultTtlMs = 3_000;

/** Takes streams that are on and nobody's, renews what it has, and lets go of what is off. */
export function startOwnership(options: OwnershipOptions): Ownership {
  const { playerId, leases, playback, mayTake, open, predecessors, log, ttlMs = defaultTtlMs } = options;
  const owned = new Map<StreamId, Owned>();
  /** Being closed: neither ours to renew nor to take again yet. */
  const leaving = new Map<StreamId, Promise<void>>();
  const waker = createWaker();
  const closing = new AbortController();

  const close = async (streamId: StreamId, { stream, fence }: Owned) => {
    try {
      await stream.close();
      await leases.release(streamId, playerId, fence);
    } catch (error) {
      // The lease runs out by itself.
      log.warn({ err: error, streamId }, 'letting go of a stream failed');
    }
    leaving.delete(streamId);
    // It may have been turned on again in the meantime.
    waker.wake();
  };
  const letGo = (streamId: StreamId, entry: Owned) => {
    owned.delete(streamId);
    leaving.set(streamId, close(streamId, entry));
  };

  const take = async (streamId: StreamId) => {
    const lease = await leases.acquire(streamId, playerId, ttlMs, predecessors);
    if (lease === null) return;
    if (closing.signal.aborted) {
      await leases.release(streamId, playerId, lease.fence);
      return;
    }
    log.info({ streamId, fence: lease.fence }, 'stream taken');
    const entry: Owned = {
      fence: lease.fence,
      isDone: false,
      stream: open(streamId, lease.fence, (reason) => {
        if (reason === 'off') entry.isDone = true;
        waker.wake();
      }),
    };
    owned.set(streamId, entry);
  };

  const renew = async (streamId: StreamId, entry: Owned) => {
    if (await leases.renew(streamId, playerId, entry.fence, ttlMs)) return;
    // It ran out, as when this process or Redis stood still. If nobody else took it, the sound goes on.
    const lease = await leases.acquire(streamId, playerId, ttlMs);
    if (lease === null) {
      log.warn({ streamId }, 'stream lost to another player');
      entry.isDone = true;
    } else if (lease.fence !== entry.fence) {
      entry.fence = lease.fence;
      entry.stream.setFence(lease.fence);
    }
  };

  const pass = async () => {
    await Promise.all([...owned].map(([streamId, entry]) => (entry.isDone ? undefined : renew(streamId, entry))));
    for (const [streamId, entry] of [...owned]) if (entry.isDone) letGo(streamId, entry);
    if (!mayTake()) return;
    const free = (await playback.listOn()).filter((streamId) => !owned.has(streamId) && !leaving.has(streamId));
    await Promise.all(free.map(take));
  };

  const run = async () => {
    while (!closing.signal.aborted) {
      try {
        await pass();
      } catch (error) {
        log.warn({ err: toAppError(error) }, 'the leases could not be looked after');
      }
      await waker.wait(ttlMs / 3, closing.signal);
    }
  };
  const loop = run();

  return {
    get count() {
      return owned.size;
    },
    figures: () => [...owned.values()].map(({ stream }) => stream.figures),
    get: (streamId) => owned.get(streamId)?.stream ?? null,
    look: waker.wake,
    wake: (streamId) => {
      const entry = owned.get(streamId);
      if (entry === undefined) waker.wake();
      else entry.stream.wake();
    },
    close: async () => {
      closing.abort();
      await loop;
      for (const [streamId, entry] of [...owned]) letGo(streamId, entry);
      await Promise.all(leaving.values());
    },
  };
}
