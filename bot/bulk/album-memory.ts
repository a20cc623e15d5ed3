import type { Logger } from '../../log.ts';
import type { PlayQuery, StreamId } from '../../storage/model.ts';
import type { NoteStore } from '../../storage/store.ts';

/** Something of an album that can be played. */
type AlbumItem = Extract<PlayQuery, { type: 'source' }>;

/** The last albums that the bot saw: Telegram shows a bot only one message of an album, the one that is answered. */
export interface AlbumMemory {
  /** Remembers one message of an album. Counts at once; it is written down a moment later. */
  notice(streamId: StreamId, albumId: string, messageId: number, item: AlbumItem): void;
  /** What is known of an album, in its order. */
  read(streamId: StreamId, albumId: string): Promise<readonly AlbumItem[]>;
  /** Resolves when all is written down. */
  close(): Promise<void>;
}

/** What it is made with. `now`: unix time in milliseconds. */
export interface AlbumMemoryDependencies {
  readonly notes: NoteStore;
  readonly log: Logger;
  readonly now: () => number;
}

/** An album as it is kept. */
interface Album {
  readonly albumId: string;
  readonly at: number;
  readonly items: readonly (readonly [messageId: number, item: AlbumItem])[];
}

/** How many albums of a chat are kept, and for how long: whoever wants one played says so soon. */
const mostAlbums = 5;
const keptMs = 24 * 60 * 60_000;
/** An album's messages come within a second: they are written down together. */
const gatherMs = 300;

/** Creates it. Chats are read from the notes when something of them is first asked for. */
export function createAlbumMemory({ notes, log, now }: AlbumMemoryDependencies): AlbumMemory {
  /** Chats as far as they were seen by this process. */
  const chats = new Map<StreamId, readonly Album[]>();
  const timers = new Map<StreamId, NodeJS.Timeout>();
  const writing = new Set<Promise<void>>();

  const write = async (streamId: StreamId) => {
    const stored = (await notes.get<readonly Album[]>(streamId, 'albums')) ?? [];
    const seen = chats.get(streamId) ?? [];
    const older = stored.filter(({ albumId, at }) => now() - at < keptMs && !seen.some((it) => it.albumId === albumId));
    await notes.set(streamId, 'albums', [...seen, ...older].slice(0, mostAlbums));
  };
  const flush = (streamId: StreamId) => {
    clearTimeout(timers.get(streamId));
    if (!timers.delete(streamId)) return;
    const work: Promise<void> = write(streamId)
      .catch((error: unknown) => log.warn({ err: error, streamId }, 'an album could not be noted'))
      .finally(() => writing.delete(work));
    writing.add(work);
  };

  return {
    notice(streamId, albumId, messageId, item) {
      const albums = chats.get(streamId) ?? [];
      const items = albums.find((it) => it.albumId === albumId)?.items ?? [];
      const all = [...items.filter(([id]) => id !== messageId), [messageId, item] as const];
      const album = { albumId, at: now(), items: all.sort(([a], [b]) => a - b) };
      chats.set(streamId, [album, ...albums.filter((it) => it.albumId !== albumId)].slice(0, mostAlbums));
      if (timers.has(streamId)) return;
      timers.set(
        streamId,
        setTimeout(() => flush(streamId), gatherMs),
      );
    },
    async read(streamId, albumId) {
      const isIt = (it: Album) => it.albumId === albumId;
      const seen = chats.get(streamId)?.find(isIt)?.items ?? [];
      const stored = (await notes.get<readonly Album[]>(streamId, 'albums'))?.find(isIt)?.items ?? [];
      // Seen partly before a restart and partly after it.
      const all = new Map([...stored, ...seen]);
      return [...all].sort(([a], [b]) => a - b).map(([, item]) => item);
    },
    async close() {
      for (const streamId of [...timers.keys()]) flush(streamId);
      await Promise.all(writing);
    },
  };
}
