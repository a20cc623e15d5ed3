import type { ReceivedPacket } from './received-packet.ts';

/** How many of a speaker's last packets are kept for a recording that starts now (200 ms). */
const keptPackets = 10;

/** Somebody who gets what is heard in a call: a listener, a recording, a measurement. */
export interface Ear {
  heard(packet: ReceivedPacket): void;
  /** Told of packets that the server keeps to itself (no audio level, or level 127). */
  refused?(packet: ReceivedPacket): void;
}

/** One call's sound: what comes in from speakers goes out to every ear. */
export interface Room {
  /** Packets that came in. */
  readonly packets: number;
  take(packet: ReceivedPacket): void;
  /** The last packets that were heard, oldest first. */
  recent(): readonly ReceivedPacket[];
  /** Returns the way out. */
  add(ear: Ear): () => void;
}

/** Makes an empty room. */
export function createRoom(): Room {
  const ears = new Set<Ear>();
  const kept: ReceivedPacket[] = [];
  let packets = 0;
  return {
    get packets() {
      return packets;
    },
    take(packet) {
      packets++;
      // Telegram forwards those whom it believes to be speaking: the level must be there, and not 127 (silence).
      if (packet.audioLevel === null || packet.audioLevel === 127) {
        for (const ear of ears) ear.refused?.(packet);
        return;
      }
      kept.push(packet);
      if (kept.length > keptPackets) kept.shift();
      for (const ear of ears) ear.heard(packet);
    },
    recent: () => kept,
    add(ear) {
      ears.add(ear);
      return () => ears.delete(ear);
    },
  };
}
