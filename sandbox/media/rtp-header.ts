/** URI of the header extension that the server speaks of as id 1 (RFC 6464). */
const audioLevelId = 1;

/** The clear-text part of an RTP packet (RFC 3550 5.1). */
export interface RtpHeaderFields {
  readonly payloadType: number;
  readonly marker: boolean;
  /** 16 bits. */
  readonly sequenceNumber: number;
  /** 32 bits, 48 kHz for Opus. */
  readonly timestamp: number;
  /** 32 bits, unsigned. */
  readonly ssrc: number;
  /** RFC 6464 level in −dBov (0 loudest, 127 silence); null without the extension. */
  readonly audioLevel: number | null;
  /** Where the payload begins, in bytes. */
  readonly payloadOffset: number;
}

/** Reads the header of an RTP or SRTP packet; null when it is neither (too short, another version, RTCP). */
export function parseRtpHeader(packet: Buffer): RtpHeaderFields | null {
  if (packet.length < 12 || packet.readUInt8(0) >> 6 !== 2 || isRtcp(packet)) return null;
  const flags = packet.readUInt8(0);
  const extensionAt = 12 + 4 * (flags & 0x0f);
  const hasExtension = (flags & 0x10) !== 0;
  if (packet.length < extensionAt + (hasExtension ? 4 : 0)) return null;
  const extensionBytes = hasExtension ? 4 + 4 * packet.readUInt16BE(extensionAt + 2) : 0;
  if (packet.length < extensionAt + extensionBytes) return null;
  return {
    payloadType: packet.readUInt8(1) & 0x7f,
    marker: (packet.readUInt8(1) & 0x80) !== 0,
    sequenceNumber: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    audioLevel: hasExtension ? findAudioLevel(packet.subarray(extensionAt, extensionAt + extensionBytes)) : null,
    payloadOffset: extensionAt + extensionBytes,
  };
}

/** Whether a packet of an RTP/RTCP-muxed transport is RTCP: types 192–223 (RFC 5761). */
export function isRtcp(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}

/** The audio level in an extension block of one-byte headers (RFC 8285 4.2): the only form that Telegram's clients send. */
function findAudioLevel(block: Buffer): number | null {
  if (block.readUInt16BE(0) !== 0xbede) return null;
  for (let at = 4; at < block.length; ) {
    const head = block.readUInt8(at);
    const id = head >> 4;
    if (id === 15) return null;
    // A zero byte is padding and has no length.
    const bytes = head === 0 ? 0 : (head & 0x0f) + 1;
    if (id === audioLevelId && at + 1 < block.length) return block.readUInt8(at + 1) & 0x7f;
    at += 1 + bytes;
  }
  return null;
}
