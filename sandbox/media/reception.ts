import type { ReceivedPacket } from './received-packet.ts';

/** RTP clock of Opus, ticks a millisecond. */
const ticksPerMs = 48;

/** What was received of one RTP source, as a receiver report tells it (RFC 3550 6.4.1, A.3, A.8). */
export interface Reception {
  note(packet: ReceivedPacket): void;
  /** The compound RTCP packet about what came since the last one; null when nothing did. */
  report(): Buffer | null;
}

/** Keeps the figures of `ssrc` (unsigned). */
export function createReception(ssrc: number): Reception {
  let base: number | null = null;
  let highest = 0;
  let received = 0;
  let receivedBefore = 0;
  let expectedBefore = 0;
  let jitter = 0;
  let lastTransit: number | null = null;

  return {
    note({ sequenceNumber, timestamp, arrivedAtMs }) {
      base ??= sequenceNumber;
      if (received === 0) highest = sequenceNumber;
      highest = Math.max(highest, extendSequence(sequenceNumber, highest));
      received++;
      const transit = arrivedAtMs * ticksPerMs - timestamp;
      if (lastTransit !== null) jitter += (Math.abs(transit - lastTransit) - jitter) / 16;
      lastTransit = transit;
    },
    report() {
      if (base === null || received === receivedBefore) return null;
      const expected = highest - base + 1;
      const expectedNow = expected - expectedBefore;
      const lostNow = Math.max(0, expectedNow - (received - receivedBefore));
      expectedBefore = expected;
      receivedBefore = received;
      const fractionLost = expectedNow > 0 ? Math.floor((256 * lostNow) / expectedNow) : 0;
      return writeReport(ssrc, { fractionLost, lost: Math.max(0, expected - received), highest, jitter });
    },
  };
}

/** The sequence number without wrap-around that is nearest to `near` (an extended one). */
export function extendSequence(sequenceNumber: number, near: number): number {
  const step = (sequenceNumber - near) & 0xffff;
  return near + (step >= 0x8000 ? step - 0x1_0000 : step);
}

interface ReportFields {
  readonly fractionLost: number;
  readonly lost: number;
  readonly highest: number;
  readonly jitter: number;
}

/** Receiver report with one block, and the source description that every compound packet needs. */
function writeReport(ssrc: number, { fractionLost, lost, highest, jitter }: ReportFields): Buffer {
  const report = Buffer.alloc(32);
  report.writeUInt16BE(0x81c9, 0);
  report.writeUInt16BE(7, 2);
  report.writeUInt32BE(1, 4);
  report.writeUInt32BE(ssrc, 8);
  report.writeUInt8(Math.min(255, fractionLost), 12);
  report.writeUIntBE(Math.min(0x7f_ffff, lost), 13, 3);
  report.writeUInt32BE(highest >>> 0, 16);
  report.writeUInt32BE(Math.min(0xffff_ffff, Math.max(0, Math.round(jitter))), 20);
  const description = Buffer.from([0x81, 0xca, 0, 3, 0, 0, 0, 1, 1, 5, ...Buffer.from('media'), 0]);
  return Buffer.concat([report, description]);
}
