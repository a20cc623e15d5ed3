import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { QueueItem } from '../../storage/model.ts';
import type { CallConnection } from '../call/engine.ts';
import type { PlayerObserver } from '../observer.ts';
import type { PlayoutClock } from '../playout/clock.ts';
import { createLane, type Lane } from '../playout/lane.ts';
import type { Sound } from '../playout/mending-source.ts';
import { pauseFor } from '../waker.ts';
import type { Sounds } from './sounds.ts';

/** One playing of something: another one, of the same item too, has another token. `item`: null for the placeholder. */
export interface Playing {
  readonly token: string;
  readonly item: QueueItem | null;
}

/** A track that ended by itself. */
export interface DeckEnd {
  readonly token: string;
  readonly playedMs: number;
  /** Why its packets ended early; null: it was played to its end. */
  readonly error: AppError | null;
  /** What plays now in its place, without a gap; null: nothing was ready. */
  readonly followedBy: Playing | null;
}

/** Who is told what of a deck; called between frames, and of tracks only: the placeholder is nobody's business. */
export interface DeckListener {
  /** The first packet went out. */
  onStarted(token: string): void;
  onEnded(end: DeckEnd): void;
  /** It could not be opened. */
  onFailed(token: string, error: AppError): void;
  /** Live sound says what it plays now; told after its start. */
  onTitle(token: string, title: string): void;
}

/** What a deck needs. */
export interface DeckOptions {
  readonly clock: PlayoutClock;
  readonly sounds: Sounds;
  readonly listener: DeckListener;
  readonly observer: Pick<PlayerObserver, 'ranDry'>;
  readonly log: Logger;
}

/** Something given to the lane, or about to be. */
interface Cued extends Playing {
  sound: Sound | null;
  isStarted: boolean;
  title: string | null;
  /** A placeholder that is no longer the chosen one. */
  isOld: boolean;
}

/** A track that is not there after this gets the placeholder in the meantime: what played before shall not go on for ever. */
const slowMs = 700;

/** Plays one stream: a track or the placeholder, and the next one right behind it. Its owner closes it. */
export class Deck {
  readonly #options: DeckOptions;
  readonly #lane: Lane;
  readonly #closing = new AbortController();
  #serial = 0;
  #current: Cued | null = null;
  #next: Cued | null = null;
  #loading = new AbortController();
  #isLoading = false;
  /** Settles when what `play` was last asked for plays (or failed). */
  #loaded: Promise<void> = Promise.resolve();
  #cueing: { readonly itemId: string | null; readonly stop: AbortController } | null = null;

  constructor(options: DeckOptions) {
    this.#options = options;
    this.#lane = createLane({ clock: options.clock, log: options.log });
  }

  /** Position in that playing, milliseconds; null unless it is what plays now. */
  positionOf(token: string): number | null {
    const position = this.#lane.position;
    return this.#current?.token === token && position?.token === token ? position.positionMs : null;
  }

  /** Whether nothing plays and nothing is being opened for it. */
  get isIdle(): boolean {
    return this.#current === null && !this.#isLoading;
  }

  /** Sends into this connection; see {@link Lane.attach}. */
  attach(connection: CallConnection | null): void {
    this.#lane.attach(connection);
  }

  setPaused(isPaused: boolean): void {
    if (isPaused === this.#lane.isPaused) return;
    if (isPaused) this.#lane.pause();
    else this.#lane.resume();
  }

  /** Silence while time goes on. */
  setMuted(isMuted: boolean): void {
    this.#lane.setMuted(isMuted);
  }

  /**
   * Plays `item` from `positionMs` as soon as it is there, in place of what plays now, which goes on until then; null: the placeholder.
   * Gives the token of this playing.
   */
  play(item: QueueItem | null, positionMs: number): string {
    this.#loading.abort();
    // Should what plays now end before the new one is there, its old successor must not slip in.
    this.uncue();
    const loading = new AbortController();
    this.#loading = loading;
    const signal = AbortSignal.any([this.#closing.signal, loading.signal]);
    const cued = this.#toCued(item);
    this.#isLoading = true;
    const work = item === null ? this.#playPlaceholder(cued, signal) : this.#playItem(cued, item, positionMs, signal);
    this.#loaded = work.finally(() => {
      if (this.#loading === loading) this.#isLoading = false;
    });
    return cued.token;
  }

  /** Gets `item` ready to follow what plays now; null: the placeholder follows. Asking for the same again changes nothing. */
  cue(item: QueueItem | null): void {
    const itemId = item?.itemId ?? null;
    if (this.#cueing !== null && this.#cueing.itemId === itemId) return;
    this.uncue();
    const stop = new AbortController();
    this.#cueing = { itemId, stop };
    const signal = AbortSignal.any([this.#closing.signal, stop.signal]);
    this.#cue(this.#toCued(item), signal).catch((error: unknown) => {
      // It is opened again, and its failure told, when its turn comes.
      if (!signal.aborted) this.#options.log.debug({ err: error, itemId }, 'the next track could not be prepared');
    });
  }

  /** Nothing follows what plays now. */
  uncue(): void {
    this.#cueing?.stop.abort();
    this.#cueing = null;
    this.#next = null;
    this.#lane.setNext(null);
  }

  /** The placeholder is another one now: it takes the place of the old one where that plays or would follow. */
  renewPlaceholder(): void {
    if (this.#cueing?.itemId === null) this.uncue();
    const current = this.#current;
    if (current === null || current.item !== null) return;
    current.isOld = true;
    // While a track is being opened it only bridges the wait.
    if (!this.#isLoading) this.play(null, 0);
  }

  /** Goes to `positionMs` in what plays now. @throws AppError as {@link Lane.seek} does. */
  seek(positionMs: number): Promise<void> {
    return this.#lane.seek(positionMs);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lane.close();
  }

  async #playPlaceholder(cued: Cued, signal: AbortSignal): Promise<void> {
    if (this.#current?.item === null && !this.#current.isOld) return;
    try {
      const sound = await this.#options.sounds.openPlaceholder(signal, this.#closing.signal);
      await this.#start(cued, sound, signal);
    } catch (error) {
      if (!signal.aborted) this.#options.log.error({ err: error }, 'the placeholder cannot be played');
    }
  }

  async #playItem(cued: Cued, { track }: QueueItem, positionMs: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    void this.#bridge(AbortSignal.any([signal, waiting.signal]));
    const onTitle = (title: string) => this.#onTitle(cued, title);
    try {
      const sound = await this.#options.sounds.open(track, { positionMs, onTitle, signal });
      waiting.abort();
      await this.#start(cued, sound, signal);
    } catch (error) {
      if (!signal.aborted) this.#options.listener.onFailed(cued.token, toAppError(error, 'source-failed'));
    } finally {
      waiting.abort();
    }
  }

  /** Something to hear while a track is slow to come. */
  async #bridge(signal: AbortSignal): Promise<void> {
    await pauseFor(slowMs, signal);
    if (!signal.aborted) await this.#playPlaceholder(this.#toCued(null), signal);
  }

  async #start(cued: Cued, sound: Sound, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      await sound.close();
      return;
    }
    cued.sound = sound;
    this.#current = cued;
    this.#lane.play(sound, this.#playOptions(cued));
  }

  async #cue(cued: Cued, signal: AbortSignal): Promise<void> {
    const { sounds } = this.#options;
    const onTitle = (title: string) => this.#onTitle(cued, title);
    const sound =
      cued.item === null
        ? await sounds.openPlaceholder(signal, this.#closing.signal)
        : await sounds.openAhead(cued.item.track, { onTitle, signal });
    await this.#loaded;
    // The lane plays at once what is set as next while nothing plays: whether to begin is for `play` alone to say.
    if (signal.aborted || this.#current === null) {
      await sound.close();
      if (!signal.aborted) this.#cueing = null;
      return;
    }
    cued.sound = sound;
    this.#next = cued;
    this.#lane.setNext(sound, this.#playOptions(cued));
  }

  #toCued(item: QueueItem | null): Cued {
    this.#serial += 1;
    return { token: String(this.#serial), item, sound: null, isStarted: false, title: null, isOld: false };
  }

  #playOptions(cued: Cued) {
    const { token, item } = cued;
    const { listener, observer, log } = this.#options;
    return {
      token,
      onStarted: () => {
        cued.isStarted = true;
        if (item === null) return;
        listener.onStarted(token);
        if (cued.title !== null) listener.onTitle(token, cued.title);
      },
      onEnded: () => this.#onEnded(token),
      onUnderrun: () => {
        observer.ranDry();
        const title = item?.track.title;
        if (item?.track.source.type === 'live') log.info({ title }, 'the broadcast falters');
        else log.warn({ title }, 'a track was not prepared in time');
      },
    };
  }

  /** Before the start it is kept: what is opened ahead, or is slow to come, is not to be named yet. */
  #onTitle(cued: Cued, title: string): void {
    if (title === cued.title) return;
    cued.title = title;
    if (cued.isStarted) this.#options.listener.onTitle(cued.token, title);
  }

  #onEnded(token: string): void {
    const ended = this.#current;
    if (ended === null || ended.token !== token) return;
    this.#current = this.#next;
    this.#next = null;
    this.#cueing = null;
    if (ended.item === null) return;
    this.#options.listener.onEnded({
      token,
      playedMs: ended.sound?.positionMs ?? 0,
      error: ended.sound?.error ?? null,
      followedBy: this.#current,
    });
  }
}
