import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { CallConnection } from '../call/engine.ts';
import type { PlayoutClock } from './clock.ts';
import { frameMs, resetPacket, silencePacket } from './opus-packet.ts';
import type { PacketSource } from './packet-source.ts';

/** Who is told what about a source; `token` says which one (its generation, say). Called right after a frame was sent. */
export interface PlayOptions {
  readonly token: string;
  /** Its first packet went out. */
  readonly onStarted?: (token: string) => void;
  /** It gave its last packet (not told when it was replaced). The next source, if set, already plays. */
  readonly onEnded?: (token: string) => void;
  /** It had no packet in time; told once for each run of late frames. */
  readonly onUnderrun?: (token: string) => void;
}

/** What went out since the lane was made, in 20 ms frames. */
interface LaneStats {
  /** Packets of sources. */
  readonly played: number;
  /** Silence while paused or with nothing to play. */
  readonly silent: number;
  /** Silence because a source was late. */
  readonly underrun: number;
  /** Decoder-reset packets at joints. */
  readonly resets: number;
  /** Given up because the process stood still. */
  readonly missed: number;
}

/** One stream's playout. Its owner closes it. Sources given to it are its own from then on: it closes them when they end or are replaced. */
export interface Lane {
  /** Sends into this connection from the next frame on; null: holds still where it is. It also holds still while the connection is not connected. */
  attach(connection: CallConnection | null): void;
  /** Plays `source` from the next frame on, in place of what plays now. A source set by `setNext` stays. */
  play(source: PacketSource, options: PlayOptions): void;
  /** What follows without a gap when the present source ends (at once when nothing plays); null: nothing. Replaces the one set before. */
  setNext(source: PacketSource | null, options?: PlayOptions): void;
  /** Ends what plays and what would follow; silence is sent. */
  clear(): void;
  /** Sends silence and keeps the place until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends silence while the sources go on, as if the volume were 0. */
  setMuted(isMuted: boolean): void;
  /**
   * Goes to `positionMs` in what plays now; resolves when the next frame comes from there. Until then the old place goes on.
   * @throws AppError as the source's `seek` does; `stale-generation` when nothing plays
   */
  seek(positionMs: number): Promise<void>;
  readonly isPaused: boolean;
  /** What plays now and up to where it was sent, milliseconds; null when nothing plays. */
  readonly position: { readonly token: string; readonly positionMs: number } | null;
  stats(): LaneStats;
  close(): Promise<void>;
}

/** What a lane needs. */
export interface LaneOptions {
  readonly clock: PlayoutClock;
  readonly log: Logger;
}

/** RFC 6464 level while playing: loud enough that Telegram takes us for speaking (TELEGRAM-CALLS.md: 20–30). */
const playingLevelDbov = 24;
/** Level of lasting silence: the server need not forward it, as if we were muted. */
const silentLevelDbov = 127;
/** Silent frames still sent at the playing level, so that listeners' decoders come to rest before the packets stop. */
const restingFrames = 10;

/** Creates a lane that sends nothing until a connection is attached. */
export function createLane(options: LaneOptions): Lane {
  return new PacketLane(options);
}

interface Entry {
  readonly source: PacketSource;
  readonly options: PlayOptions;
  isStarted: boolean;
  isLate: boolean;
}

type Frame = { readonly type: 'packet'; readonly packet: Uint8Array } | { readonly type: 'late' | 'nothing' };

class PacketLane implements Lane {
  readonly #log: Logger;
  readonly #removeFromClock: () => void;
  #connection: CallConnection | null = null;
  #current: Entry | null = null;
  #next: Entry | null = null;
  #isPaused = false;
  #isMuted = false;
  /** What comes next is not what the listeners' decoders expect. */
  #isJoint = false;
  /** Taken from the source in the frame that the reset packet took. */
  #held: Uint8Array | null = null;
  #silentRun = 0;
  #stats = { played: 0, silent: 0, underrun: 0, resets: 0, missed: 0 };
  /** What to tell after the frame was sent. */
  #news: (() => void)[] = [];

  constructor({ clock, log }: LaneOptions) {
    this.#log = log;
    this.#removeFromClock = clock.add((skipped) => this.#onFrame(skipped));
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get position(): { readonly token: string; readonly positionMs: number } | null {
    if (this.#current === null) return null;
    const heldMs = this.#held === null ? 0 : frameMs;
    const { source, options } = this.#current;
    return { token: options.token, positionMs: Math.max(0, source.positionMs - heldMs) };
  }

  attach(connection: CallConnection | null): void {
    this.#connection = connection;
    this.#isJoint = true;
  }

  play(source: PacketSource, options: PlayOptions): void {
    this.#switchTo({ source, options, isStarted: false, isLate: false });
  }

  setNext(source: PacketSource | null, options?: PlayOptions): void {
    this.#discard(this.#next);
    this.#next = null;
    if (source === null || options === undefined) return;
    const entry = { source, options, isStarted: false, isLate: false };
    if (this.#current === null) this.#switchTo(entry);
    else this.#next = entry;
  }

  clear(): void {
    this.setNext(null);
    this.#switchTo(null);
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    // Only what was paused needs a reset: resuming twice must not cost a frame.
    if (this.#isPaused) this.#isJoint = true;
    this.#isPaused = false;
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
  }

  async seek(positionMs: number): Promise<void> {
    const entry = this.#current;
    if (entry === null) throw new AppError('stale-generation', 'nothing plays that one could seek in');
    await entry.source.seek(positionMs);
    // Replaced meanwhile: its place is of no matter any more.
    if (this.#current !== entry) return;
    this.#held = null;
    this.#isJoint = true;
  }

  stats(): LaneStats {
    return { ...this.#stats };
  }

  async close(): Promise<void> {
    this.#removeFromClock();
    const entries = [this.#current, this.#next];
    this.#connection = null;
    this.#current = null;
    this.#next = null;
    await Promise.all(entries.map((entry) => entry?.source.close()));
  }

  /** Whether it was sent. */
  #onFrame(skipped: number): boolean {
    const connection = this.#connection;
    if (connection === null) return false;
    // The place is kept while nobody can hear; only the media time goes on.
    if (connection.state !== 'connected') {
      connection.skip(skipped + 1);
      return false;
    }
    if (skipped > 0) connection.skip(skipped);
    this.#stats.missed += skipped;
    this.#send(connection, this.#isPaused ? { type: 'nothing' } : this.#hearableFrame());
    this.#tellNews();
    return true;
  }

  #send(connection: CallConnection, frame: Frame): void {
    if (frame.type === 'packet') {
      this.#silentRun = 0;
      connection.sendOpus(frame.packet, playingLevelDbov);
      return;
    }
    this.#stats[frame.type === 'late' ? 'underrun' : 'silent'] += 1;
    this.#silentRun += 1;
    const isResting = frame.type === 'late' || this.#silentRun <= restingFrames;
    connection.sendOpus(silencePacket, isResting ? playingLevelDbov : silentLevelDbov);
    // After silence the decoder has forgotten the loudness of the bands: unreset, it needs 90 ms to find back (FACTS.md "Splices").
    this.#isJoint = true;
  }

  #hearableFrame(): Frame {
    if (!this.#isMuted) return this.#takeFrame();
    // Nobody hears this joint: a reset here, followed by silence, would ask for another one for ever.
    this.#isJoint = false;
    this.#takeFrame();
    return { type: 'nothing' };
  }

  /** The frame to send now; goes on to the next source when one ends. */
  #takeFrame(): Frame {
    for (;;) {
      const entry = this.#current;
      if (entry === null) return { type: 'nothing' };
      // Several sources may end in one frame (empty ones); each turn takes one away, so this ends.
      const packet = this.#held ?? entry.source.next();
      this.#held = null;
      if (packet === 'end') {
        this.#end(entry);
        continue;
      }
      if (packet === 'late') return this.#beLate(entry);
      entry.isLate = false;
      if (this.#isJoint) {
        // An extra frame, so that no packet of either side is lost.
        this.#isJoint = false;
        this.#held = packet;
        this.#stats.resets += 1;
        return { type: 'packet', packet: resetPacket };
      }
      if (!entry.isStarted) this.#start(entry);
      this.#stats.played += 1;
      return { type: 'packet', packet };
    }
  }

  #start(entry: Entry): void {
    entry.isStarted = true;
    this.#news.push(() => entry.options.onStarted?.(entry.options.token));
  }

  #end(entry: Entry): void {
    this.#discard(entry);
    this.#current = this.#next;
    this.#next = null;
    this.#isJoint = true;
    this.#news.push(() => entry.options.onEnded?.(entry.options.token));
  }

  #beLate(entry: Entry): Frame {
    // Before its first packet a source is merely not there yet: nothing the listener hears is interrupted.
    if (!entry.isStarted) return { type: 'nothing' };
    if (!entry.isLate) this.#news.push(() => entry.options.onUnderrun?.(entry.options.token));
    entry.isLate = true;
    return { type: 'late' };
  }

  #switchTo(entry: Entry | null): void {
    this.#discard(this.#current);
    this.#current = entry;
    this.#held = null;
    this.#isJoint = true;
  }

  #discard(entry: Entry | null): void {
    entry?.source.close().catch((cause) => this.#log.warn({ err: cause }, 'closing a source failed'));
  }

  #tellNews(): void {
    if (this.#news.length === 0) return;
    const news = this.#news;
    this.#news = [];
    for (const tell of news) {
      try {
        tell();
      } catch (error) {
        this.#log.error({ err: error }, 'what a stream was told of its playout failed there');
      }
    }
  }
}
