import type { Logger } from '../../log.ts';
import { resetPacket } from './opus-packet.ts';
import type { NextPacket, PacketSource } from './packet-source.ts';

/** Something to hear while what should be heard is broken. Its owner closes it. */
export interface Bridge {
  /** The next 20 ms: `late` while the break is short, or the bridge is not open. Never `end`. */
  next(): NextPacket;
  /** The break is over; gives the packet that listeners' decoders need when they heard the bridge, else null. */
  leave(): Uint8Array | null;
  close(): Promise<void>;
}

/** What a bridge needs. `open` is asked once for each break that lasts; what it gives is the bridge's to close. */
export interface BridgeOptions {
  readonly open: (signal: AbortSignal) => Promise<PacketSource>;
  readonly log: Logger;
}

/** A break that lasts so many frames (0.7 s) is bridged. */
const afterFrames = 35;

/** Creates a bridge that holds nothing open until it is needed. */
export function createBridge({ open, log }: BridgeOptions): Bridge {
  const closing = new AbortController();
  let source: PacketSource | null = null;
  let frames = 0;
  let isOpening = false;
  let isHeard = false;

  async function begin(): Promise<void> {
    isOpening = true;
    try {
      const opened = await open(closing.signal);
      // Left or closed while it was opening: nobody else will close it.
      if (closing.signal.aborted || frames === 0) await opened.close();
      else source = opened;
    } catch (error) {
      if (!closing.signal.aborted) log.warn({ err: error }, 'there is nothing to bridge a break with');
    } finally {
      isOpening = false;
    }
  }

  return {
    next() {
      frames += 1;
      // Asked for once: what cannot be opened now is not worth a try every 20 ms.
      if (frames === afterFrames && !isOpening) void begin();
      const packet = source?.next();
      if (packet === undefined || packet === 'end') return 'late';
      isHeard ||= packet !== 'late';
      return packet;
    },
    leave() {
      frames = 0;
      source?.close().catch((error: unknown) => log.debug({ err: error }, 'closing a bridge failed'));
      source = null;
      const wasHeard = isHeard;
      isHeard = false;
      return wasHeard ? resetPacket : null;
    },
    async close() {
      closing.abort();
      await source?.close();
    },
  };
}
