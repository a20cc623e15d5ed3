import { type FSWatcher, watch } from 'node:fs';
import type { Logger } from '../../../log.ts';
import { findFolder } from './find-folder.ts';
import { findInLibrary, type LibraryMatch } from './find-in-library.ts';
import { listLibrary } from './library.ts';
import { type IndexedFile, indexFiles } from './library-index.ts';

/** What {@link openLibrary} depends on. */
export interface LibraryOptions {
  readonly mediaDir: string;
  readonly log: Logger;
  /** After a change, how long things must be quiet until the folder is read again, milliseconds. Default 300. */
  readonly quietMs?: number;
  /** The folder is read again at least this often, as changes on network disks are not told. Milliseconds. Default 300,000. */
  readonly rescanMs?: number;
}

/** The library folder, its names held in memory. Whoever opens it closes it. */
export interface Library {
  find(text: string): Promise<LibraryMatch>;
  /** The files of a folder, if the text names one; see {@link findFolder}. */
  findFolder(text: string): Promise<readonly string[] | null>;
  close(): Promise<void>;
}

/** A list younger than this is good enough to say that something is not there, milliseconds. */
const freshMs = 1_000;

/** Reads the folder and watches it. One that is not there yet is looked for at every rescan. */
export function openLibrary({ mediaDir, log, quietMs = 300, rescanMs = 300_000 }: LibraryOptions): Library {
  let files: readonly IndexedFile[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | null = null;
  let watcher: FSWatcher | null = null;
  let isClosed = false;
  const quiet = setTimeout(() => void read(), quietMs).unref();
  const rescan = setInterval(() => void read(), rescanMs).unref();

  void read();

  async function readNow(): Promise<void> {
    watcher ??= startWatching();
    const startedAt = performance.now();
    try {
      files = indexFiles(await listLibrary(mediaDir));
      readAt = startedAt;
    } catch (error) {
      // What was there before is more than nothing; the next look may succeed.
      log.warn({ err: error }, 'the library cannot be read');
    }
  }

  function read(): Promise<void> {
    reading ??= readNow().finally(() => {
      reading = null;
    });
    return reading;
  }

  function startWatching(): FSWatcher | null {
    try {
      const started = watch(mediaDir, { recursive: true, persistent: false }, () => {
        readAt = Number.NEGATIVE_INFINITY;
        if (!isClosed) quiet.refresh();
      });
      started.on('error', (error) => {
        log.warn({ err: error }, 'the library is not watched any more, only looked at from time to time');
        started.close();
        watcher = null;
      });
      return started;
    } catch (error) {
      // Not there yet, or the system watches no more files.
      log.debug({ err: error }, 'the library is not watched');
      return null;
    }
  }

  /** Looks in what is known; before “not there” is said, the folder is read again. */
  async function look<T>(search: (known: readonly IndexedFile[]) => T, isFound: (result: T) => boolean): Promise<T> {
    if (readAt === Number.NEGATIVE_INFINITY) await read();
    const result = search(files);
    if (isFound(result) || performance.now() - readAt < freshMs) return result;
    await read();
    return search(files);
  }

  return {
    find: (text) =>
      look(
        (known) => findInLibrary(known, text),
        ({ type }) => type === 'found',
      ),
    findFolder: (text) =>
      look(
        (known) =>
          findFolder(
            known.map(({ path }) => path),
            text,
          ),
        (paths) => paths !== null || !text.trim().endsWith('/'),
      ),
    async close() {
      isClosed = true;
      clearTimeout(quiet);
      clearInterval(rescan);
      await reading;
      watcher?.close();
    },
  };
}
