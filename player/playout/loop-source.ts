import { type AppError, toAppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { resetPacket } from './opus-packet.ts';
import type { NextPacket, PacketSource } from './packet-source.ts';

/** `open` gives the sound from its beginning, anew at each call; `log` hears of an opening that fails. */
export interface LoopOptions {
  readonly open: () => Promise<PacketSource>;
  readonly log: Logger;
}

/** A source that begins again whenever it ends. `error`: why it could not begin again; the loop has ended then. */
export interface LoopSource extends PacketSource {
  readonly error: AppError | null;
}

/**
 * Plays a source over and over without a gap: the next round is opened while the present one plays, and the decoder-reset packet goes between.
 * `positionMs` is the position within the present round. Closing it closes what it opened.
 * @throws whatever `open` throws the first time
 */
export async function createLoopSource({ open, log }: LoopOptions): Promise<LoopSource> {
  let current = await open();
  let next: PacketSource | null = null;
  let error: AppError | null = null;
  let isOpening = false;
  let isClosed = false;
  let hasPlayed = false;

  async function prepare(): Promise<void> {
    isOpening = true;
    try {
      const opened = await open();
      // Closed while it was opening: nobody else will close it.
      if (isClosed) await opened.close();
      else next = opened;
    } catch (cause) {
      error = toAppError(cause, 'source-failed');
      log.error({ err: error }, 'the loop cannot begin again');
    } finally {
      isOpening = false;
    }
  }

  function beginAgain(): NextPacket {
    // A round without a single packet would spin for ever.
    if (error !== null || !hasPlayed) return 'end';
    if (next === null) return 'late';
    void current.close().catch((cause) => log.warn({ err: cause }, 'closing a round of the loop failed'));
    current = next;
    next = null;
    hasPlayed = false;
    return resetPacket;
  }

  return {
    get positionMs() {
      return current.positionMs;
    },
    get error() {
      return error;
    },
    next() {
      const packet = current.next();
      if (packet === 'end') return beginAgain();
      // The next round is opened when this one is under way, so that a failing file is not opened in a tight circle.
      if (packet !== 'late') hasPlayed = true;
      if (next === null && !isOpening && error === null && hasPlayed) void prepare();
      return packet;
    },
    seek: (positionMs) => current.seek(positionMs),
    async close() {
      isClosed = true;
      await Promise.all([current.close(), next?.close()]);
    },
  };
}
