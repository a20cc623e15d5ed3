import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, toAppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { TrackSource } from '../../../storage/model.ts';
import type { FetchProgress } from '../../../storage/store.ts';
import type { Egress } from '../../egress/create-egress.ts';
import { EgressError, refusalOf } from '../../egress/egress-error.ts';
import type { OriginalSource } from '../../ingest/create-ingest.ts';
import type { Pages } from '../pages/pages.ts';
import { createGrowingDownload, type GrowingDownload } from './growing-download.ts';
import { headBytes, isStreamable } from './is-streamable.ts';
import { createKeyedLocks } from './keyed-locks.ts';
import { locateHttp } from './locate-http.ts';
import { locateLibrary } from './locate-library.ts';
import { locatePage } from './locate-page.ts';
import { locateTelegram } from './locate-telegram.ts';
import type { Download, Located } from './located.ts';
import { openOriginalsFolder } from './originals-folder.ts';
import { saveStream } from './save-stream.ts';
import type { TelegramFiles } from './telegram-files.ts';

/** What {@link createOriginals} depends on. */
export interface OriginalsOptions {
  /** Downloads go to `originals/` in it. */
  readonly cacheDir: string;
  /** How much of the disk they may take, MB. */
  readonly maxMb: number;
  readonly mediaDir: string;
  /** The largest file that is fetched, MB. */
  readonly fileMaxMb: number;
  readonly egress: Egress;
  readonly telegram: TelegramFiles;
  /** null: links to pages cannot be played. */
  readonly pages: Pages | null;
  readonly log: Logger;
}

/** The files that tracks are made from: fetched once when they are resolved, kept until they are prepared. */
export interface Originals extends OriginalSource {
  /** Finds a source without fetching it. */
  locate(source: TrackSource, signal: AbortSignal): Promise<Located>;
  /**
   * Brings what was located to the disk, under its track id. `report` hears how far that has come, when its size is known.
   * @throws EgressError with the refusal; AppError `telegram-unavailable`, `telegram-refused`, `aborted`.
   */
  save(located: Extract<Located, { type: 'ok' }>, signal: AbortSignal, report?: ReportFetched): Promise<string>;
}

/** Hears how far a download has come. */
export type ReportFetched = (progress: FetchProgress) => void;

const downloadTries = 3;
/** Smaller files are there before they could be followed, bytes. */
const largeBytes = 20 * 2 ** 20;
/** Half a minute of most sound, bytes. */
const enoughBytes = 2 ** 20;
/** How long a download may take to begin, milliseconds. */
const beginMs = 10_000;

/** Creates the store of originals and cleans it of unfinished downloads. */
export async function createOriginals(options: OriginalsOptions): Promise<Originals> {
  const { cacheDir, maxMb, mediaDir, fileMaxMb, egress, telegram, pages, log } = options;
  const maxBytes = fileMaxMb * 2 ** 20;
  const folder = await openOriginalsFolder(join(cacheDir, 'originals'), maxMb * 2 ** 20);
  const locks = createKeyedLocks();
  /** Downloads that are under way, by track. */
  const growing = new Map<string, GrowingDownload>();

  async function locate(source: TrackSource, signal: AbortSignal): Promise<Located> {
    switch (source.type) {
      case 'telegram':
        return locateTelegram(telegram, maxBytes, source);
      case 'library':
        return locateLibrary(mediaDir, source.path);
      case 'http':
        return locateHttp(egress, maxBytes, source.url, signal);
      case 'yt-dlp':
        return locatePage(pages, source.url);
      case 'live':
        // It has no end that could be waited for: ingest/live plays it as it comes.
        return { type: 'refused', refusal: { code: 'url-endless' } };
    }
  }

  /** One download at a time for a track: whoever comes second finds the file. */
  function store(trackId: string, download: Download, signal: AbortSignal, report?: ReportFetched): Promise<string> {
    return locks.run(trackId, async () => {
      const found = await folder.find(trackId);
      if (found !== null) return found;
      for (let tries = 1; ; tries++) {
        const path = folder.newPath(trackId);
        try {
          await saveWhole(trackId, path, download, signal, report);
          return await folder.keep(path, trackId);
        } catch (error) {
          await folder.drop(path);
          const refusal = refusalOf(error);
          const isFinal = error instanceof AppError && refusal?.code !== 'truncated';
          if (isFinal || signal.aborted || !download.isRepeatable || tries === downloadTries) {
            throw toAppError(error, 'telegram-unavailable');
          }
          log.warn({ err: error, trackId, tries }, 'download broke, fetching again');
        }
      }
    });
  }

  async function saveWhole(
    trackId: string,
    path: string,
    download: Download,
    signal: AbortSignal,
    report?: ReportFetched,
  ): Promise<void> {
    const opened = await download.open(signal);
    if (opened.type === 'refused') throw new EgressError(opened.refusal);
    const { sizeBytes: totalBytes } = download;
    const view = totalBytes === null ? null : createGrowingDownload(path, totalBytes);
    if (view !== null) growing.set(trackId, view);
    const onSaved = (doneBytes: number) => {
      view?.grow(doneBytes);
      if (totalBytes !== null) report?.({ doneBytes, totalBytes });
    };
    try {
      const savedBytes = await saveStream(opened.stream, path, { maxBytes, onSaved, signal });
      if (totalBytes !== null && savedBytes < totalBytes) throw new EgressError({ code: 'truncated' });
      view?.end();
    } catch (error) {
      view?.end(error);
      throw error;
    } finally {
      if (growing.get(trackId) === view) growing.delete(trackId);
    }
  }

  /** The download of a track that is under way, or is about to be; null: there is none. */
  async function findGrowing(trackId: string, signal: AbortSignal): Promise<GrowingDownload | null> {
    for (const deadline = performance.now() + beginMs; performance.now() < deadline && !signal.aborted; ) {
      const found = growing.get(trackId);
      if (found !== undefined) return found;
      if ((await folder.find(trackId)) !== null) return null;
      await sleep(50);
    }
    return null;
  }

  return {
    locate,
    save: async ({ trackId, bytes }, signal, report) =>
      bytes.type === 'own' ? bytes.path : store(trackId, bytes, signal, report),
    async fetch(track, signal) {
      const found = await folder.find(track.trackId);
      if (found !== null) return found;
      try {
        const located = await locate(track.source, signal);
        if (located.type === 'refused') throw new EgressError(located.refusal);
        const { bytes } = located;
        if (bytes.type === 'own') return bytes.path;
        return await store(track.trackId, bytes, signal).finally(() => located.release());
      } catch (error) {
        const known = toAppError(error, 'source-failed');
        if (known.code === 'aborted' || known.code === 'source-failed') throw known;
        throw new AppError('source-failed', known.message, { cause: known });
      }
    },
    async follow({ trackId, source }, signal) {
      if (source.type !== 'telegram' || (source.sizeBytes ?? 0) <= largeBytes) return null;
      const download = await findGrowing(trackId, signal);
      if (download === null || !(await download.has(headBytes, signal))) return null;
      const head = await readHead(download.path);
      if (head === null || !isStreamable(head)) return null;
      // Enough to tell how loud it is.
      await download.has(enoughBytes, signal);
      return { path: download.path, read: () => download.read(signal) };
    },
    discard: ({ trackId }) => folder.remove(trackId),
  };
}

/** The beginning of a file; null when it has been moved meanwhile, as then it is whole. */
async function readHead(path: string): Promise<Buffer | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
