import { randomInt } from 'node:crypto';
import { frameSamples } from '../../playout/opus-packet.ts';

/** Bytes before the payload: 12 of the fixed header, 4 of the extension header, 4 of its one element. */
const headerBytes = 20;
/** The largest Opus frame is 1,275 bytes (RFC 6716, section 3.2.1); twice that leaves room for any packet of one frame. */
const maxPayloadBytes = 2_550;

/** Builds the RTP packets and sender reports of one source. */
export interface RtpSender {
  readonly ssrc: number;
  /**
   * The next packet. The bytes are valid until the next call: the sender's buffer is used again, so send or copy them at once.
   * `levelDbov`: 0 (loudest) … 127 (silence), RFC 6464.
   */
  packet(payload: Uint8Array, levelDbov: number): Buffer;
  /** The timestamp goes on by `frames` × 20 ms without a packet; the sequence numbers do not, so nothing counts as lost. */
  skip(frames: number): void;
  /** A compound RTCP packet: sender report and SDES with the CNAME (RFC 3550, sections 6.4.1 and 6.5). `wallMs`: Unix time. */
  report(wallMs: number): Buffer;
  readonly packets: number;
  readonly payloadBytes: number;
}

/** `ssrc`: 1 … 2³¹−1. The first sequence number and timestamp are random (RFC 3550, section 5.1). */
export interface RtpSenderOptions {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly cname: string;
}

/** Creates the sender of one source: Opus, 48 kHz timestamps, header extension 1 = audio level in every packet (RFC 8285, one-byte form). */
export function createRtpSender({ ssrc, payloadType, cname }: RtpSenderOptions): RtpSender {
  const buffer = Buffer.alloc(headerBytes + maxPayloadBytes);
  let sequence = randomInt(0x1_0000);
  let timestamp = randomInt(0x1_0000_0000);
  let isFirst = true;
  let packets = 0;
  let payloadBytes = 0;

  // What never changes is written once: version 2 with extension, source, extension profile and length, element 1 of one byte.
  buffer.writeUInt8(0x90, 0);
  buffer.writeUInt32BE(ssrc, 8);
  buffer.writeUInt32BE(0xbede_0001, 12);
  buffer.writeUInt8(0x10, 16);

  function packet(payload: Uint8Array, levelDbov: number): Buffer {
    // The marker bit begins a talkspurt: ours is one, without end (RFC 7587, section 4.1).
    buffer.writeUInt8(isFirst ? payloadType | 0x80 : payloadType, 1);
    buffer.writeUInt16BE(sequence, 2);
    buffer.writeUInt32BE(timestamp, 4);
    // Upper bit: voice activity.
    buffer.writeUInt8((levelDbov < 127 ? 0x80 : 0) | levelDbov, 17);
    buffer.set(payload, headerBytes);
    isFirst = false;
    sequence = (sequence + 1) & 0xffff;
    timestamp = (timestamp + frameSamples) >>> 0;
    packets += 1;
    payloadBytes += payload.length;
    return buffer.subarray(0, headerBytes + payload.length);
  }

  return {
    ssrc,
    packet,
    skip(frames) {
      timestamp = (timestamp + frames * frameSamples) >>> 0;
    },
    report: (wallMs) =>
      Buffer.concat([senderReport(ssrc, wallMs, timestamp, packets, payloadBytes), sdes(ssrc, cname)]),
    get packets() {
      return packets;
    },
    get payloadBytes() {
      return payloadBytes;
    },
  };
}

/** Seconds from the epoch of NTP (1900) to that of Unix (1970). */
const ntpEpochSeconds = 2_208_988_800;

function senderReport(ssrc: number, wallMs: number, timestamp: number, packets: number, payloadBytes: number): Buffer {
  const report = Buffer.alloc(28);
  report.writeUInt8(0x80, 0);
  report.writeUInt8(200, 1);
  report.writeUInt16BE(report.length / 4 - 1, 2);
  report.writeUInt32BE(ssrc, 4);
  const seconds = Math.floor(wallMs / 1_000);
  report.writeUInt32BE((seconds + ntpEpochSeconds) % 2 ** 32, 8);
  report.writeUInt32BE(Math.floor(((wallMs - seconds * 1_000) / 1_000) * 2 ** 32), 12);
  report.writeUInt32BE(timestamp, 16);
  report.writeUInt32BE(packets % 2 ** 32, 20);
  report.writeUInt32BE(payloadBytes % 2 ** 32, 24);
  return report;
}

function sdes(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname, 'ascii');
  // One chunk: source, item CNAME, at least one zero byte, filled up to whole words.
  const itemBytes = 2 + name.length;
  const packet = Buffer.alloc(8 + (Math.floor(itemBytes / 4) + 1) * 4);
  packet.writeUInt8(0x81, 0);
  packet.writeUInt8(202, 1);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt8(1, 8);
  packet.writeUInt8(name.length, 9);
  name.copy(packet, 10);
  return packet;
}
