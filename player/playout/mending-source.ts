import { AppError, toAppError } from '../../errors.ts';
import { type Bridge, createBridge } from './bridge.ts';
import { frameMs } from './opus-packet.ts';
import type { NextPacket, PacketSource } from './packet-source.ts';
import { createTries, type Tries, type TriesOptions } from './tries.ts';

/** Sound that tells why it ended early. */
export interface Sound extends PacketSource {
  /** Why its packets ended before they should have; null otherwise. */
  readonly error: AppError | null;
}

/** What {@link createMendingSource} needs. */
export interface MendingOptions extends TriesOptions {
  /** Opens the sound from `positionMs` on (live sound: from now on). */
  readonly open: (positionMs: number, signal: AbortSignal) => Promise<Sound>;
  /** Where to begin, milliseconds; live sound counts up from there. */
  readonly positionMs: number;
  /** Live: a long wait for packets is a break; there are no places to go to. */
  readonly isEndless: boolean;
  /** What to hear while it is broken for longer than a moment. */
  readonly openBridge: (signal: AbortSignal) => Promise<PacketSource>;
  /** Ends the first opening. */
  readonly signal: AbortSignal;
}

/** So many packets after a break (10 s), it counts as overcome: the tries begin anew. */
const steadyPackets = 500;
/** Live sound that is late for so many frames (3 s) is broken. */
const stalledFrames = 150;

/**
 * Opens sound, and opens it again where it was when it breaks, within bounds; `late`, then the bridge, is what it gives meanwhile. When
 * that does not help it ends, and `error` says why. Closing it closes what it opened.
 * @throws AppError as `open` does, after the last try
 */
export async function createMendingSource(options: MendingOptions): Promise<Sound> {
  const { positionMs, signal } = options;
  const tries = createTries(options);
  for (;;) {
    try {
      return new MendingSource(options, await options.open(positionMs, signal), tries);
    } catch (cause) {
      const error = toAppError(cause, 'source-failed');
      if (!(await tries.wait(error, signal))) throw error;
    }
  }
}

class MendingSource implements Sound {
  readonly #options: MendingOptions;
  readonly #tries: Tries;
  readonly #bridge: Bridge;
  readonly #closing = new AbortController();
  /** What plays; null while it is broken. */
  #inner: Sound | null;
  #isBridged = false;
  #error: AppError | null = null;
  /** Of live sound always; of other sound while it is broken. */
  #positionMs: number;
  #lateFrames = 0;
  #steadyPackets = 0;

  constructor(options: MendingOptions, inner: Sound, tries: Tries) {
    this.#options = options;
    this.#inner = inner;
    this.#tries = tries;
    this.#positionMs = options.positionMs;
    this.#bridge = createBridge({ open: options.openBridge, log: options.log });
  }

  get positionMs(): number {
    return this.#options.isEndless ? this.#positionMs : (this.#inner?.positionMs ?? this.#positionMs);
  }

  get error(): AppError | null {
    return this.#error;
  }

  next(): NextPacket {
    const inner = this.#inner;
    if (inner === null) return this.#error === null ? this.#takeBridge() : 'end';
    if (this.#isBridged) {
      this.#isBridged = false;
      const joint = this.#bridge.leave();
      if (joint !== null) return joint;
    }
    const packet = inner.next();
    if (packet === 'end') return this.#onEnd(inner);
    if (packet === 'late') return this.#onLate(inner);
    this.#lateFrames = 0;
    this.#positionMs += frameMs;
    this.#steadyPackets += 1;
    if (this.#steadyPackets === steadyPackets) this.#tries.reset();
    return packet;
  }

  async seek(positionMs: number): Promise<void> {
    if (this.#options.isEndless) return;
    const inner = this.#inner;
    await inner?.seek(positionMs);
    // It is, or became in the meantime, broken: it goes on there.
    if (this.#inner !== inner || inner === null) this.#positionMs = positionMs;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#inner?.close(), this.#bridge.close()]);
  }

  #takeBridge(): NextPacket {
    this.#isBridged = true;
    return this.#bridge.next();
  }

  #onEnd(inner: Sound): NextPacket {
    if (inner.error === null) return 'end';
    this.#break(inner, inner.error);
    return 'late';
  }

  #onLate(inner: Sound): NextPacket {
    this.#lateFrames += 1;
    if (this.#options.isEndless && this.#lateFrames > stalledFrames) {
      this.#break(inner, new AppError('source-failed', 'the live sound stands still'));
    }
    return 'late';
  }

  #break(inner: Sound, error: AppError): void {
    if (!this.#options.isEndless) this.#positionMs = inner.positionMs;
    this.#inner = null;
    this.#lateFrames = 0;
    this.#steadyPackets = 0;
    const { log } = this.#options;
    inner.close().catch((cause: unknown) => log.debug({ err: cause }, 'closing a broken sound failed'));
    void this.#mend(error);
  }

  async #mend(error: AppError): Promise<void> {
    const { signal } = this.#closing;
    let latest = error;
    while (await this.#tries.wait(latest, signal)) {
      try {
        const inner = await this.#openHere(signal);
        // Closed while it was opening: nobody else will close it.
        if (signal.aborted) await inner.close();
        else this.#inner = inner;
        return;
      } catch (cause) {
        latest = toAppError(cause, 'source-failed');
      }
    }
    this.#error = latest;
  }

  /** A seek while it opens moves the place: it goes on there then. */
  async #openHere(signal: AbortSignal): Promise<Sound> {
    const wantedMs = this.#positionMs;
    const inner = await this.#options.open(wantedMs, signal);
    if (this.#positionMs !== wantedMs) await inner.seek(this.#positionMs);
    return inner;
  }
}
