import type { RtpReport } from './media-server.ts';
import type { ReceivedPacket } from './received-packet.ts';
import { extendSequence } from './reception.ts';

const ticksPerMs = 48;

/** Gathers statistics of RTP. */
export interface RtpMeasurement {
  /** A packet that listeners get. */
  forwarded(packet: ReceivedPacket): void;
  /** A packet that is dropped for want of an audio level, or for level 127. */
  refused(packet: ReceivedPacket): void;
  finish(): RtpReport;
}

interface NotedPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly arrivedAtMs: number;
}

/** Measures the packets that it is told of. */
export function createRtpMeasurement(): RtpMeasurement {
  const sources = new Map<number, NotedPacket[]>();
  let payloadType: number | null = null;
  let hasLevelOnAll = true;

  function look(packet: ReceivedPacket): void {
    payloadType ??= packet.payloadType;
    if (packet.audioLevel === null) hasLevelOnAll = false;
  }

  return {
    refused: look,
    forwarded(packet) {
      look(packet);
      const { sequenceNumber, timestamp, arrivedAtMs } = packet;
      const noted = sources.get(packet.ssrc) ?? [];
      sources.set(packet.ssrc, noted);
      const sequence = extendSequence(sequenceNumber, noted.at(-1)?.sequence ?? sequenceNumber);
      noted.push({ sequence, timestamp, arrivedAtMs });
    },
    finish() {
      const lists = [...sources.values()];
      const intervals = lists.flatMap((list) => differences(list.map(({ arrivedAtMs }) => arrivedAtMs)));
      return {
        packets: lists.reduce((sum, list) => sum + list.length, 0),
        lost: lists.reduce((sum, list) => sum + countLost(list), 0),
        gapsMs: lists.flatMap(findGaps),
        interArrivalMs: {
          p50: percentile(intervals, 0.5),
          p99: percentile(intervals, 0.99),
          max: percentile(intervals, 1),
        },
        payloadType: payloadType ?? 0,
        ssrcs: [...sources.keys()],
        audioLevelExt: payloadType !== null && hasLevelOnAll,
      };
    },
  };
}

/** Numbers between the first and the last that never came. */
function countLost(list: readonly NotedPacket[]): number {
  const numbers = new Set(list.map(({ sequence }) => sequence));
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted.at(-1) ?? 0) - (sorted[0] ?? 0) + 1 - Math.max(1, numbers.size);
}

/** Every stretch that is missing, ms: packets that never came, and jumps of the RTP clock beyond one packet's length. */
function findGaps(list: readonly NotedPacket[]): number[] {
  const sorted = list.toSorted((a, b) => a.sequence - b.sequence);
  const steps = sorted.slice(1).map((packet, i) => {
    const before = sorted[i] ?? packet;
    return { ticks: (packet.timestamp - before.timestamp) | 0, missing: packet.sequence - before.sequence - 1 };
  });
  const frameTicks = mostCommon(steps.filter(({ missing }) => missing === 0).map(({ ticks }) => ticks)) ?? 960;
  return steps
    .map(({ ticks, missing }) => Math.max(missing * frameTicks, Math.abs(ticks - frameTicks)) / ticksPerMs)
    .filter((gapMs) => gapMs > 0);
}

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, i) => value - (values[i] ?? value));
}

/** Nearest rank; 0 for an empty list. Two decimals. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return Math.round(value * 100) / 100;
}
