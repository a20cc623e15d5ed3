import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Track } from '../../storage/model.ts';
import { type PlayerObserver, unobserved } from '../observer.ts';
import type { AudioFile } from './audio-file.ts';
import { openPreparedCache } from './cache/prepared-cache.ts';
import type { PreparedFigures } from './cache/prepared-file.ts';
import { createRetirement } from './cache/retirement.ts';
import type { FollowedOriginal } from './encode/encode-followed.ts';
import { completeFile } from './growing-file.ts';
import { Job, type JobRequest } from './job.ts';
import { estimateLoudness } from './loudness/estimate-loudness.ts';
import { type Loudness, loudnessTarget } from './loudness/loudness.ts';
import { createJobSlots } from './program/job-slots.ts';

/** Where the files that tracks are made from come from (player/resolve/originals.ts). */
export interface OriginalSource {
  /**
   * Brings a track's original file to the disk, or finds it there.
   * @throws AppError `source-failed`, `aborted`.
   */
  fetch(track: Track, signal: AbortSignal): Promise<string>;
  /**
   * An original that takes long to come, to be heard while it comes; null: it is there, comes quickly, or has to be whole to be decoded. Waits
   * until enough of it is there to begin with.
   * @throws AppError `aborted`.
   */
  follow?(track: Track, signal: AbortSignal): Promise<FollowedOriginal | null>;
  /** The track is prepared: a downloaded original is not needed any more. */
  discard(track: Pick<Track, 'trackId'>): Promise<void>;
}

/** What {@link createIngest} depends on. */
export interface IngestOptions {
  /** Prepared files go to `prepared/` in it. */
  readonly cacheDir: string;
  readonly cacheMaxMb: number;
  readonly channels: 1 | 2;
  readonly bitrateKbps: number;
  readonly originals: OriginalSource;
  readonly log: Logger;
  /** How many tracks are prepared ahead at a time. Default: the number of cores. */
  readonly concurrency?: number;
  /** Unix time, milliseconds; for the cache's order of use. */
  readonly now?: () => number;
  readonly observer?: Pick<PlayerObserver, 'prepared'>;
}

/** Makes prepared audio of tracks: Ogg Opus, 48 kHz, 20 ms frames, −16 LUFS, at most −1 dBTP. Whoever creates it closes it. */
export interface Ingest {
  /**
   * Audio to play now: a complete file when it is prepared already, else one that grows while it is being read, as soon as its first
   * 600 ms are there. The signal ends the waiting, not the file that was given.
   * @throws AppError `source-failed`, `ingest-failed`, `aborted`, `program-missing`.
   */
  open(track: Track, signal: AbortSignal): Promise<AudioFile>;
  /**
   * Prepares a track ahead, at low priority; resolves with a complete file. When everyone who waits gives up, so does it.
   * @throws as `open`.
   */
  prepare(track: Track, signal: AbortSignal): Promise<AudioFile>;
  /**
   * Prepares a file of our own, such as a placeholder, and keeps it in the cache for good. `original` gives its path and is asked
   * only when it is not prepared yet; `targetLufs`: default −16.
   * @throws as `open`.
   */
  prepareOwn(
    own: { readonly trackId: string; readonly original: () => Promise<string>; readonly targetLufs?: number },
    signal: AbortSignal,
  ): Promise<AudioFile>;
  /**
   * A file that was just fetched may be wanted at once: begins to estimate its loudness, unless it is at that already: of many that come
   * together the first is. Never waits, never fails.
   */
  expect(track: Track, path: string): void;
  /** Drops what was prepared or fetched of a track before then (Unix milliseconds). Whoever hears it hears it to its end. */
  forget(track: Pick<Track, 'trackId'>, before: number): Promise<void>;
  /** Loudness and form of a prepared track; null when it is not prepared. */
  figures(trackId: string): Promise<PreparedFigures | null>;
  stats(): IngestStats;
  close(): Promise<void>;
}

/** How much there is to do, and to keep. */
export interface IngestStats {
  /** Tracks that are being fetched and prepared, or wait for it. */
  readonly pending: number;
  /** What the prepared tracks take, as of the last change that this process made. */
  readonly cacheBytes: number;
  readonly cacheMaxBytes: number;
}

/** Creates the ingest and cleans its cache of what was left half done. */
export async function createIngest(options: IngestOptions): Promise<Ingest> {
  const { cacheDir, cacheMaxMb, channels, bitrateKbps, originals, log, now, observer = unobserved } = options;
  const dir = join(cacheDir, 'prepared');
  const profile = `${channels}ch-${bitrateKbps}k`;
  const cacheMaxBytes = cacheMaxMb * 2 ** 20;
  const cache = await openPreparedCache({ dir, maxBytes: cacheMaxBytes, profile, log, ...(now && { now }) });
  const slots = createJobSlots(options.concurrency ?? availableParallelism());
  const parts = { cache, slots, profile: { channels, bitrateKbps }, log };
  const jobs = new Map<string, Job>();
  const retired = createRetirement(cache.discard);
  const expected = new Map<string, Promise<Loudness | null>>();
  let isEstimating = false;
  const closing = new AbortController();

  async function find(trackId: string): Promise<AudioFile | null> {
    if (closing.signal.aborted) throw new AppError('aborted', 'ingest is closed');
    if (!/^[\w-]{1,80}$/.test(trackId)) throw new AppError('internal', 'a track id is not fit for a file name');
    const prepared = await cache.lookup(trackId);
    return prepared === null ? null : completeFile(trackId, prepared.path, prepared.figures.durationMs);
  }

  function start(request: Omit<JobRequest, 'retire'>): Job {
    const job = new Job(parts, { ...request, retire: retired.add });
    jobs.set(request.trackId, job);
    const begunAt = performance.now();
    job.prepared.then(
      () => observer.prepared(performance.now() - begunAt, 'ok'),
      (error: unknown) => {
        if (toAppError(error).code !== 'aborted') observer.prepared(performance.now() - begunAt, 'failed');
      },
    );
    const forget = () => {
      if (jobs.get(request.trackId) === job) jobs.delete(request.trackId);
    };
    job.prepared.then(forget, forget);
    return job;
  }

  function startTrack(track: Track, urgency: 'now' | 'ahead'): Job {
    const { trackId, durationMs } = track;
    let path: string | null = null;
    const job = start({
      trackId,
      urgency,
      targetLufs: loudnessTarget.loudnessLufs,
      original: async (signal) => {
        path = await originals.fetch(track, signal);
        return path;
      },
      follow: async (signal) => (await originals.follow?.(track, signal)) ?? null,
      estimate: async () => {
        const begun = expected.get(trackId);
        if (begun !== undefined) return begun;
        return path === null ? null : estimateLoudness({ path, channels, signal: closing.signal }, durationMs);
      },
    });
    job.prepared
      .then(() => originals.discard(track))
      .catch((error) => log.debug({ err: error, trackId }, 'original kept'));
    return job;
  }

  return {
    async open(track, signal) {
      const found = await find(track.trackId);
      if (found !== null) return found;
      const job = jobs.get(track.trackId);
      if (job?.hurry()) return job.playable(signal);
      const urgent = startTrack(track, 'now');
      // Whoever waits for the one that was measuring or in line for it goes on with the new one (see `prepare`).
      job?.abort('wanted at once');
      return urgent.playable(signal);
    },
    async prepare(track, signal) {
      for (;;) {
        const found = await find(track.trackId);
        if (found !== null) return found;
        const job = jobs.get(track.trackId) ?? startTrack(track, 'ahead');
        try {
          return await job.complete(signal);
        } catch (error) {
          const successor = jobs.get(track.trackId);
          if (signal.aborted || successor === undefined || successor === job) throw error;
        }
      }
    },
    async prepareOwn({ trackId, original, targetLufs = loudnessTarget.loudnessLufs }, signal) {
      cache.pin(trackId);
      const found = await find(trackId);
      if (found !== null) return found;
      const own = {
        trackId,
        targetLufs,
        urgency: 'ahead',
        original,
        follow: async () => null,
        estimate: async () => null,
      } as const;
      const job = jobs.get(trackId) ?? start(own);
      return job.complete(signal);
    },
    expect({ trackId, durationMs }, path) {
      if (expected.has(trackId) || isEstimating || jobs.has(trackId)) return;
      isEstimating = true;
      const estimate = estimateLoudness({ path, channels, signal: closing.signal }, durationMs)
        .catch((error) => {
          log.debug({ err: error, trackId }, 'no estimate');
          return null;
        })
        .finally(() => {
          isEstimating = false;
        });
      expected.set(trackId, estimate);
      // Kept for a minute: by then the track plays, or will be measured anyway.
      setTimeout(() => expected.delete(trackId), 60_000).unref();
    },
    async forget(track, before) {
      if (jobs.has(track.trackId)) return;
      await cache.remove(track.trackId, before);
      await originals.discard(track);
    },
    figures: async (trackId) => (await cache.lookup(trackId))?.figures ?? null,
    stats: () => ({ pending: jobs.size, cacheBytes: cache.sizeBytes, cacheMaxBytes }),
    async close() {
      closing.abort(new AppError('aborted', 'ingest is closed'));
      const running = [...jobs.values()];
      for (const job of running) job.abort('ingest is closed');
      await Promise.allSettled(running.map(({ prepared }) => prepared));
      await retired.close();
    },
  };
}
