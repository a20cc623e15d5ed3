import { readOggPackets } from './ogg-packets.ts';

/** What must be true of an Ogg Opus file for its packets to be sent as they are. */
export interface OpusFitness {
  readonly isFit: boolean;
  readonly packets: number;
}

const headBytes = 19;
/** With RTP, SRTP and UDP around it a packet must stay under the smallest common path MTU. */
const maxPacketBytes = 1_100;

/**
 * Judges whether every packet of an Ogg Opus file is one frame of 20 ms, small enough for one datagram, and the header asks
 * for no gain (nobody would apply it). `channels`: as wanted, since mono that is heard from two speakers is 3 LU louder than it measures.
 * @see https://www.rfc-editor.org/rfc/rfc6716 section 3.1 https://www.rfc-editor.org/rfc/rfc7845 section 5.1
 */
export async function judgeOpusFile(path: string, channels: 1 | 2): Promise<OpusFitness> {
  let packets = -2;
  let isFit = true;
  for await (const packet of readOggPackets(path)) {
    packets += 1;
    if (packets === -1) isFit &&= isPlainHead(packet, channels);
    if (packets > 0) isFit &&= isFitPacket(packet);
  }
  return { isFit: isFit && packets > 0, packets: Math.max(0, packets) };
}

function isPlainHead(packet: Buffer, channels: 1 | 2): boolean {
  if (packet.length < headBytes || packet.toString('latin1', 0, 8) !== 'OpusHead') return false;
  const mappingFamily = packet[18];
  return packet[9] === channels && packet.readInt16LE(16) === 0 && mappingFamily === 0;
}

function isFitPacket(packet: Buffer): boolean {
  const toc = packet[0];
  return toc !== undefined && packet.length <= maxPacketBytes && (toc & 3) === 0 && frameMs(toc >> 3) === 20;
}

/** Frame length of a TOC's configuration number (RFC 6716, table 2). */
function frameMs(config: number): number {
  if (config < 12) return [10, 20, 40, 60][config & 3] ?? 0;
  if (config < 16) return [10, 20][config & 1] ?? 0;
  return [2.5, 5, 10, 20][config & 3] ?? 0;
}
