import { crc32 } from 'node:zlib';

/** Cuts a TCP stream into MTProto packets, and wraps packets for it, in the transport that the client's first bytes choose. */
export interface Framing {
  /**
   * Takes what arrived and returns the packets that are whole by now.
   * @throws Error when the stream makes no sense; the connection is then of no more use.
   */
  push(chunk: Buffer): Buffer[];
  /** One packet in the client's transport. */
  wrap(packet: Buffer): Buffer;
}

/** One transport (https://core.telegram.org/mtproto/mtproto-transports). `read` gives null while a packet is incomplete. */
interface Transport {
  readonly introduction: number;
  read(buffer: Buffer): { readonly packet: Buffer; readonly used: number } | null;
  wrap(packet: Buffer): Buffer;
}

// More than any packet of the API's; what is longer is no MTProto.
const maxPacketBytes = 1 << 24;

/** A framing that speaks full, abridged (first byte ef) and intermediate (ee ee ee ee). */
export function createFraming(): Framing {
  let pending: Buffer = Buffer.alloc(0);
  let transport: Transport | null = null;
  return {
    push(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      if (transport === null) {
        transport = chooseTransport(pending);
        if (transport === null) return [];
        pending = pending.subarray(transport.introduction);
      }
      const packets: Buffer[] = [];
      for (let next = transport.read(pending); next !== null; next = transport.read(pending)) {
        packets.push(next.packet);
        pending = pending.subarray(next.used);
      }
      return packets;
    },
    wrap: (packet) => (transport ?? createFull()).wrap(packet),
  };
}

/** The first bytes tell; null while they are too few. */
function chooseTransport(start: Buffer): Transport | null {
  if (start.length < 4) return null;
  if (start[0] === 0xef) return abridged;
  return start.readUInt32LE(0) === 0xeeeeeeee ? intermediate : createFull();
}

/** Full: length (itself included), running number, packet, CRC-32 of all before it. The package's default. */
function createFull(): Transport {
  let sent = 0;
  return {
    introduction: 0,
    read(buffer) {
      const length = readLength(buffer, 4, 12);
      if (length === null || buffer.length < length) return null;
      const checked = buffer.subarray(0, length - 4);
      if (crc32(checked) !== buffer.readUInt32LE(length - 4)) throw new Error('wrong checksum of a packet');
      return { packet: checked.subarray(8), used: length };
    },
    wrap(packet) {
      const frame = Buffer.alloc(packet.length + 12);
      frame.writeInt32LE(frame.length, 0);
      frame.writeInt32LE(sent, 4);
      sent += 1;
      packet.copy(frame, 8);
      frame.writeUInt32LE(crc32(frame.subarray(0, -4)), frame.length - 4);
      return frame;
    },
  };
}

/** Intermediate: length, packet. */
const intermediate: Transport = {
  introduction: 4,
  read(buffer) {
    const length = readLength(buffer, 4, 4);
    if (length === null || buffer.length < 4 + length) return null;
    return { packet: buffer.subarray(4, 4 + length), used: 4 + length };
  },
  wrap(packet) {
    const length = Buffer.alloc(4);
    length.writeInt32LE(packet.length);
    return Buffer.concat([length, packet]);
  },
};

/** Abridged: length in words of 4 bytes, in one byte or (7f) three more, packet. */
const abridged: Transport = {
  introduction: 1,
  read(buffer) {
    const isLong = buffer[0] === 0x7f;
    const header = isLong ? 4 : 1;
    if (buffer.length < header) return null;
    const length = (isLong ? buffer.readUIntLE(1, 3) : buffer.readUInt8(0)) * 4;
    if (buffer.length < header + length) return null;
    return { packet: buffer.subarray(header, header + length), used: header + length };
  },
  wrap(packet) {
    const words = packet.length / 4;
    const header = words < 0x7f ? [words] : [0x7f, words & 0xff, (words >> 8) & 0xff, words >> 16];
    return Buffer.concat([Buffer.from(header), packet]);
  },
};

/** Null while the header is not whole. */
function readLength(buffer: Buffer, headerBytes: number, least: number): number | null {
  if (buffer.length < headerBytes) return null;
  const length = buffer.readInt32LE(0);
  if (length < least || length > maxPacketBytes) throw new Error(`impossible length of a packet: ${length}`);
  return length;
}
