import { AppError, toAppError } from '../../errors.ts';
import type { AudioFile } from './audio-file.ts';
import { encodeFollowed, type FollowedOriginal } from './encode/encode-followed.ts';
import { completeFile, type GrowingFile, waitForSound } from './growing-file.ts';
import { type PreparationParts, type PreparationTask, prepareFile } from './preparation.ts';

/** What a job is to do. */
export interface JobRequest extends Pick<PreparationTask, 'trackId' | 'targetLufs' | 'estimate'> {
  readonly urgency: 'now' | 'ahead';
  /** Brings the file to work on. */
  readonly original: (signal: AbortSignal) => Promise<string>;
  /** The same while it comes, for who cannot wait; null: better to wait. */
  readonly follow: (signal: AbortSignal) => Promise<FollowedOriginal | null>;
  /** Takes a file that was not chosen while somebody may be reading it, to remove it later. */
  readonly retire: (path: string) => void;
}

/** How much sound must be there before somebody begins to listen, milliseconds. Encoding is some 100 × real time. */
const enoughMs = 600;

/** One track being prepared, whoever waits for it. Ends by itself when the last one that waits has gone away. */
export class Job {
  /** When all is done. */
  readonly prepared: Promise<AudioFile>;
  readonly #controller = new AbortController();
  readonly #firstGrowing = Promise.withResolvers<GrowingFile>();
  readonly #followed = new Set<string>();
  #urgency: 'now' | 'ahead';
  /** Somebody wants to hear it now. */
  readonly #hurried = Promise.withResolvers<void>();
  #stage: 'fetching' | 'working' = 'fetching';
  #growing: GrowingFile | null = null;
  #waiting = 0;

  constructor(parts: PreparationParts, request: JobRequest) {
    this.#urgency = request.urgency;
    if (request.urgency === 'now') this.#hurried.resolve();
    this.prepared = this.#run(parts, request);
    this.prepared.catch((error) => this.#firstGrowing.reject(error));
    // Nobody may be waiting when it fails; those who do get the same rejection.
    this.#firstGrowing.promise.catch((error) => {
      parts.log.debug({ err: error, trackId: request.trackId }, 'track not prepared');
    });
  }

  /**
   * Asks for sound as soon as possible. false: it is too late to change course, and a new job gives sound sooner than this one.
   */
  hurry(): boolean {
    if (this.#stage === 'fetching') {
      this.#urgency = 'now';
      this.#hurried.resolve();
    }
    return this.#urgency === 'now' || this.#growing !== null;
  }

  /** Waits until the first sound is there; from then on the job goes on to its end. */
  async playable(signal: AbortSignal): Promise<AudioFile> {
    const growing = this.#growing ?? (await this.#wait(this.#firstGrowing.promise, signal));
    const { file } = growing;
    this.#followed.add(file.path);
    await this.#wait(waitForSound(growing, enoughMs), signal);
    if (file.error !== null) throw file.error;
    return file;
  }

  /** Waits until all is done. */
  complete(signal: AbortSignal): Promise<AudioFile> {
    return this.#wait(this.prepared, signal);
  }

  /** Ends it; `prepared` rejects with `aborted`. */
  abort(reason: string): void {
    this.#controller.abort(new AppError('aborted', reason));
  }

  async #run(parts: PreparationParts, { original, follow, retire, ...request }: JobRequest): Promise<AudioFile> {
    const { signal } = this.#controller;
    try {
      const life = {
        signal,
        onGrowing: (growing: GrowingFile) => {
          this.#growing = growing;
          this.#firstGrowing.resolve(growing);
        },
        discard: async (unchosen: string) => {
          if (this.#growing?.file.path === unchosen) this.#growing = null;
          if (this.#followed.has(unchosen)) retire(unchosen);
          else await parts.cache.discard(unchosen);
        },
      };
      const whole = original(signal);
      const followed = await Promise.race([whole.then(() => null), this.#hurried.promise.then(() => follow(signal))]);
      this.#stage = 'working';
      const hurried = followed === null ? null : await encodeFollowed(parts, { ...request, ...life, followed });
      const originalPath = await whole;
      const { path, figures } = await prepareFile(parts, {
        ...request,
        ...life,
        urgency: this.#urgency,
        originalPath,
        hurried,
      });
      const file = completeFile(request.trackId, path, figures.durationMs);
      // Packets that were copied never grew: whoever waits to hear them gets the finished file.
      this.#firstGrowing.resolve({ file, complete: () => undefined, fail: () => undefined });
      return file;
    } catch (error) {
      throw toAppError(error, 'ingest-failed');
    }
  }

  /** Waits for a result as long as the signal allows; the last to leave ends the job, unless it is being listened to. */
  async #wait<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
    const left = Promise.withResolvers<never>();
    const leave = () => left.reject(new AppError('aborted', 'no longer wanted', { cause: signal.reason }));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    this.#waiting += 1;
    try {
      return await Promise.race([result, left.promise]);
    } finally {
      this.#waiting -= 1;
      signal.removeEventListener('abort', leave);
      if (signal.aborted && this.#waiting === 0 && this.#followed.size === 0) this.abort('nobody waits for it');
    }
  }
}
