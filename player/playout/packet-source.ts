/** The next 20 ms: a packet, `late` when it is not there yet (a file still being prepared), `end` when there is no more. */
export type NextPacket = Uint8Array | 'late' | 'end';

/** Opus packets of 20 ms (48 kHz), pulled by the playout clock: `next` never waits and never throws. */
export interface PacketSource {
  next(): NextPacket;
  /** Position of the packet that `next` gives next, milliseconds. */
  readonly positionMs: number;
  /** Goes to the 20 ms frame at `positionMs`; resolves when `next` will deliver from there (a frame beyond the end gives `end`). */
  seek(positionMs: number): Promise<void>;
  close(): Promise<void>;
}
