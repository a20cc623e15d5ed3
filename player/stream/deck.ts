import { AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { QueueItem, Track } from '../../storage/model.ts';
import type { CallConnection } from '../call/engine.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import type { PlayoutClock } from '../playout/clock.ts';
import { createLane, type Lane } from '../playout/lane.ts';
import { createLoopSource } from '../playout/loop-source.ts';
import { openOggOpusReader } from '../playout/ogg-opus-reader.ts';
import type { PacketSource } from '../playout/packet-source.ts';
import { pauseFor } from '../waker.ts';

/**
 * Where tracks become files: `open` starts at once, maybe growing; `prepare` takes its time and gives a complete one.
 */
interface TrackFiles {
  open(track: Track, signal: AbortSignal): Promise<AudioFile>;
  prepare(track: Track, signal: AbortSignal): Promise<AudioFile>;
}

/** A track that ended by itself. */
export interface DeckEnd {
  readonly item: QueueItem;
  readonly playedMs: number;
  /** Why its packets ended early; null: it was played to its end. */
  readonly error: AppError | null;
  /**
   * What plays now in its place, without a gap; null: the placeholder; undefined: nothing was ready.
   */
  readonly followedBy: QueueItem | null | undefined;
}

/** Who is told what of a deck; called between frames. */
interface DeckListener {
  /** The first packet of `item` went out. */
  onStarted(item: QueueItem): void;
  onEnded(end: DeckEnd): void;
  /** `item` could not be opened. */
  onFailed(item: QueueItem, error: AppError): void;
}

/** What a deck needs. `placeholder`: what plays when there is nothing else. */
export interface DeckOptions {
  readonly clock: PlayoutClock;
  readonly files: TrackFiles;
  readonly placeholder: AudioFile;
  readonly listener: DeckListener;
  readonly log: Logger;
}

/** Something given to the lane. `item`: null for the placeholder. */
interface Cued {
  readonly token: string;
  readonly item: QueueItem | null;
  readonly source: PacketSource & { readonly error: AppError | null };
}

/**
 * Preparing fails for passing reasons as well: tried this often. A source that fails has been tried again already.
 */
const openTries = 2;
const openPauseMs = 300;
/**
 * A track that is not there after this gets the placeholder in the meantime: what played before shall not go on for ever.
 */
const slowMs = 700;

/**
 * Plays one stream: a track or the placeholder, and the next one right behind it. Its owner closes it.
 */
export class Deck {
  readonly #options: DeckOptions;
  readonly #lane: Lane;
  readonly #closing = new AbortController();
  /** Makes tokens: the same item may be played twice. */
  #serial = 0;
  /** What the lane plays, and what it has as next. */
  #current: Cued | null = null;
  #next: Cued | null = null;
  #loading = new AbortController();
  #isLoading = false;
  /** Settles when what `play` was last asked for plays (or failed). */
  #loaded: Promise<void> = Promise.resolve();
  /** What `cue` was last asked for, until it plays or is replaced. */
  #cueing: { readonly itemId: string | null; readonly stop: AbortController } | null = null;

  constructor(options: DeckOptions) {
    this.#options = options;
    this.#lane = createLane({ clock: options.clock, log: options.log });
  }

  /** Position in `item`, milliseconds; null unless it is what plays now. */
  positionIn(item: QueueItem): number | null {
    const position = this.#lane.position;
    const isIt = this.#current?.item?.itemId === item.itemId && position?.token === this.#current.token;
    return isIt && position !== null ? position.positionMs : null;
  }

  /** Sends into this connection; null: everything stands still. */
  attach(connection: CallConnection | null): void {
    this.#lane.attach(connection);
  }

  /** While paused silence is sent and positions stand still. */
  setPaused(isPaused: boolean): void {
    if (isPaused === this.#lane.isPaused) return;
    if (isPaused) this.#lane.pause();
    else this.#lane.resume();
  }

  /**
   * Plays `item` from `positionMs` as soon as it is there, in place of what plays now, which goes on until then; null: the placeholder.
   */
  play(item: QueueItem | null, positionMs: number): void {
    this.#loading.abort();
    // Should what plays now end before the new one is there, its old successor must not slip in.
    this.#uncue();
    const loading = new AbortController();
    this.#loading = loading;
    const signal = AbortSignal.any([this.#closing.signal, loading.signal]);
    this.#isLoading = true;
    const work = item === null ? this.#playPlaceholder(signal) : this.#playItem(item, positionMs, signal);
    this.#loaded = work
      .catch((error: unknown) => {
        if (!signal.aborted) this.#options.log.error({ err: error }, 'the placeholder cannot be played');
      })
      .finally(() => {
        if (this.#loading === loading) this.#isLoading = false;
      });
  }

  /**
   * Gets `item` ready to follow what plays now; null: the placeholder follows. Asking for the same again changes nothing.
   */
  cue(item: QueueItem | null): void {
    const itemId = item?.itemId ?? null;
    if (this.#cueing !== null && this.#cueing.itemId === itemId) return;
    this.#uncue();
    const stop = new AbortController();
    this.#cueing = { itemId, stop };
    const signal = AbortSignal.any([this.#closing.signal, stop.signal]);
    this.#cue(item, signal).catch((error: unknown) => {
      // It is opened again, and its failure told, when its turn comes.
      if (!signal.aborted) this.#options.log.debug({ err: error, itemId }, 'the next track could not be prepared');
    });
  }

  /** Whether nothing plays and nothing is being opened for it. */
  get isIdle(): boolean {
    return this.#current === null && !this.#isLoading;
  }

  /** Goes to `positionMs` in what plays now. @throws AppError as the lane does. */
  seek(positionMs: number): Promise<void> {
    return this.#lane.seek(positionMs);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#lane.close();
  }

  async #playPlaceholder(signal: AbortSignal): Promise<void> {
    if (this.#current !== null && this.#current.item === null) return;
    const source = await this.#openPlaceholder(signal);
    if (signal.aborted) await source.close();
    else this.#start(null, source);
  }

  async #playItem(item: QueueItem, positionMs: number, signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    void this.#bridge(AbortSignal.any([signal, waiting.signal]));
    try {
      const source = await this.#open(item, positionMs, signal);
      waiting.abort();
      if (signal.aborted) await source.close();
      else this.#start(item, source);
    } catch (error) {
      if (!signal.aborted) this.#options.listener.onFailed(item, toAppError(error, 'source-failed'));
    } finally {
      waiting.abort();
    }
  }

  /** Something to hear while a track is slow to come. */
  async #bridge(signal: AbortSignal): Promise<void> {
    await pauseFor(slowMs, signal);
    if (signal.aborted) return;
    await this.#playPlaceholder(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#options.log.error({ err: error }, 'the placeholder cannot be played');
    });
  }

  #start(item: QueueItem | null, source: Cued['source']): void {
    const cued = this.#toCued(item, source);
    this.#current = cued;
    this.#lane.play(source, this.#playOptions(cued));
  }

  async #cue(item: QueueItem | null, signal: AbortSignal): Promise<void> {
    const source =
      item === null
        ? await this.#openPlaceholder(signal)
        : await openOggOpusReader({ file: await this.#options.files.prepare(item.track, signal), signal });
    await this.#loaded;
    // The lane plays at once what is set as next while nothing plays: whether to begin is for `play` alone to say.
    if (signal.aborted || this.#current === null) {
      await source.close();
      if (!signal.aborted) this.#cueing = null;
      return;
    }
    const cued = this.#toCued(item, source);
    this.#next = cued;
    this.#lane.setNext(source, this.#playOptions(cued));
  }

  /** Nothing is to follow, not even what is still being prepared. */
  #uncue(): void {
    this.#cueing?.stop.abort();
    this.#cueing = null;
    this.#next = null;
    this.#lane.setNext(null);
  }

  async #open(item: QueueItem, positionMs: number, signal: AbortSignal): Promise<Cued['source']> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const file = await this.#options.files.open(item.track, signal);
        return await openOggOpusReader({ file, positionMs, signal });
      } catch (error) {
        const isFinal = error instanceof AppError && error.code === 'source-failed';
        if (signal.aborted || isFinal || attempt >= openTries) throw error;
        this.#options.log.warn({ err: error, itemId: item.itemId }, 'opening a track failed, trying again');
        await pauseFor(openPauseMs, signal);
      }
    }
  }

  #openPlaceholder(signal: AbortSignal) {
    const { placeholder, log } = this.#options;
    // Later rounds are opened while it plays, long after whoever asked for it has gone: they end with the deck only.
    let isFirst = true;
    const open = () => {
      const until = isFirst ? signal : this.#closing.signal;
      isFirst = false;
      return openOggOpusReader({ file: placeholder, signal: until });
    };
    return createLoopSource({ open, log });
  }

  #toCued(item: QueueItem | null, source: Cued['source']): Cued {
    this.#serial += 1;
    return { token: String(this.#serial), item, source };
  }

  #playOptions({ token, item }: Cued) {
    return {
      token,
      onStarted: () => {
        if (item !== null) this.#options.listener.onStarted(item);
      },
      onEnded: () => this.#onEnded(token),
      onUnderrun: () => this.#options.log.warn({ title: item?.track.title }, 'a track was not prepared in time'),
    };
  }

  /** The lane has gone on to the next by itself: this only follows. */
  #onEnded(token: string): void {
    const ended = this.#current;
    if (ended === null || ended.token !== token) return;
    this.#current = this.#next;
    this.#next = null;
    this.#cueing = null;
    if (ended.item === null) return;
    this.#options.listener.onEnded({
      item: ended.item,
      playedMs: ended.source.positionMs,
      error: ended.source.error,
      followedBy: this.#current === null ? undefined : this.#current.item,
    });
  }
}
