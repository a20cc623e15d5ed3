import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type AppError, toAppError } from '../../errors.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { findPageBefore } from './ogg-seek.ts';
import { frameMs } from './opus-packet.ts';
import { type OggLayout, PacketCursor } from './packet-cursor.ts';
import type { NextPacket, PacketSource } from './packet-source.ts';

/** A {@link PacketSource} over a file; its owner closes it. */
export interface OggOpusReader extends PacketSource {
  /** Why the packets ended before the track did: the file could not be read, or its preparing failed. Null otherwise. */
  readonly error: AppError | null;
}

/** `positionMs` (default 0): the first packet wanted. `signal` ends the wait for a file whose beginning is not there yet. */
export interface OpenReaderOptions {
  readonly file: AudioFile;
  readonly positionMs?: number;
  readonly signal: AbortSignal;
}

/** Packets kept ready (2 s): what a slow disk may cost without being heard. */
const readAheadPackets = 100;
/** How long to let a growing file grow before looking again. */
const growMs = 20;

/**
 * Opens a prepared (or still growing) track; resolves when `next` can give the packet at `positionMs`, or there is none.
 * Positions count whole 20 ms packets from the first one; the encoder's pre-skip (6.5 ms) is not taken off. Memory: about 50 KB.
 * @throws AppError `ingest-failed` when the file cannot be opened or is not Ogg Opus; `aborted`.
 */
export async function openOggOpusReader({ file, positionMs = 0, signal }: OpenReaderOptions): Promise<OggOpusReader> {
  let handle: FileHandle;
  try {
    handle = await open(file.path);
  } catch (cause) {
    throw toAppError(cause, 'ingest-failed');
  }
  try {
    const cursor = new PacketCursor(file, handle, { at: 0, frame: 0, layout: null });
    await fillUntilReady(cursor, signal);
    const reader = new Reader(file, handle, cursor);
    if (positionMs > 0) await reader.seek(positionMs);
    return reader;
  } catch (cause) {
    await handle.close();
    throw toAppError(cause, 'ingest-failed');
  }
}

/** Reads until the cursor has a packet or there is nothing more; waits for a file that grows. */
async function fillUntilReady(cursor: PacketCursor, signal: AbortSignal): Promise<void> {
  while (cursor.queued === 0 && !cursor.isEnded) {
    signal.throwIfAborted();
    const hasGrown = await cursor.fill();
    if (!hasGrown && !cursor.isEnded) await wait(growMs, undefined, { signal });
  }
}

class Reader implements OggOpusReader {
  readonly #file: AudioFile;
  readonly #handle: FileHandle;
  readonly #layout: OggLayout | null;
  #cursor: PacketCursor;
  #frame = 0;
  #isFilling = false;
  /** Calls of `next` to let pass before asking a file again that had nothing new. */
  #restingCalls = 0;
  #error: AppError | null = null;
  #seeking = new AbortController();
  #pendingSeek: Promise<void> = Promise.resolve();

  constructor(file: AudioFile, handle: FileHandle, cursor: PacketCursor) {
    this.#file = file;
    this.#handle = handle;
    this.#cursor = cursor;
    this.#layout = cursor.layout;
  }

  get positionMs(): number {
    return this.#frame * frameMs;
  }

  get error(): AppError | null {
    return this.#error ?? (this.#file.state === 'failed' ? this.#file.error : null);
  }

  next(): NextPacket {
    const cursor = this.#cursor;
    const packet = cursor.take();
    if (cursor.queued < readAheadPackets) this.#readAhead(cursor);
    // An error ends the packets only when the queue is empty: what was read before it is good.
    if (packet === undefined) return cursor.isEnded || this.#error !== null ? 'end' : 'late';
    this.#frame += 1;
    return packet;
  }

  /**
   * The packets of the old place go on until the new one is ready; then, in one step, the new ones follow and the promise resolves.
   * A second seek replaces the first, whose promise then resolves with it.
   */
  seek(positionMs: number): Promise<void> {
    this.#seeking.abort();
    this.#seeking = new AbortController();
    this.#pendingSeek = this.#seekTo(Math.max(0, Math.floor(positionMs / frameMs)), this.#seeking.signal);
    return this.#pendingSeek;
  }

  async close(): Promise<void> {
    this.#seeking.abort();
    await this.#handle.close();
  }

  async #seekTo(frame: number, signal: AbortSignal): Promise<void> {
    const layout = this.#layout;
    // A file without a single packet has no other place to go to.
    if (layout === null) return;
    try {
      const at = await findPageBefore(this.#handle, layout, frame);
      const cursor = new PacketCursor(this.#file, this.#handle, { at, frame, layout });
      await fillUntilReady(cursor, signal);
      signal.throwIfAborted();
      // In one step with what follows the promise: no frame can fall between.
      this.#cursor = cursor;
      this.#frame = frame;
      this.#restingCalls = 0;
      this.#error = null;
    } catch (cause) {
      // Replaced by a later seek: that one decides.
      if (signal.aborted) return signal === this.#seeking.signal ? undefined : this.#pendingSeek;
      throw toAppError(cause, 'ingest-failed');
    }
  }

  /** Starts reading one more chunk unless that is under way or hopeless. */
  #readAhead(cursor: PacketCursor): void {
    if (this.#isFilling || cursor.isEnded || this.#error !== null) return;
    if (this.#restingCalls > 0) {
      this.#restingCalls -= 1;
      return;
    }
    this.#isFilling = true;
    void this.#fill(cursor);
  }

  async #fill(cursor: PacketCursor): Promise<void> {
    try {
      const hasGrown = await cursor.fill();
      this.#restingCalls = hasGrown ? 0 : 4;
    } catch (cause) {
      // A failure of a place that was left, or by our own closing, is nobody's business.
      if (cursor === this.#cursor && !this.#seeking.signal.aborted) this.#error = toAppError(cause, 'ingest-failed');
    } finally {
      this.#isFilling = false;
    }
  }
}
