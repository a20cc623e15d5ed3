import { randomBytes } from 'node:crypto';
import { decryptIge, encryptIge, type IgeKey } from './aes-ige.ts';
import { sha1, sha256 } from './bytes.ts';

/** What an encrypted MTProto 2.0 packet carries. `body` is one message: a TL object or a container. */
export interface Envelope {
  readonly salt: bigint;
  readonly sessionId: bigint;
  readonly messageId: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

const headerBytes = 32;
const keyIdBytes = 8;
const messageKeyBytes = 16;
// Where in the auth key the two directions take their bytes (https://core.telegram.org/mtproto/description).
const fromClient = 0;
const toClient = 8;

/** The name of a 256-byte auth key: the last 8 bytes of its SHA-1, in hexadecimal. Each packet begins with it. */
export function authKeyId(authKey: Buffer): string {
  return sha1(authKey).subarray(12, 20).toString('hex');
}

/**
 * Opens a packet of a client.
 * @throws Error when the message key does not fit, i.e. the packet was damaged or made with another key.
 */
export function openPacket(authKey: Buffer, packet: Buffer): Envelope {
  const messageKey = packet.subarray(keyIdBytes, keyIdBytes + messageKeyBytes);
  const encrypted = packet.subarray(keyIdBytes + messageKeyBytes);
  const whole = encrypted.subarray(0, encrypted.length & ~15);
  const plain = decryptIge(whole, deriveKey(authKey, messageKey, fromClient));
  if (!messageKeyOf(authKey, plain, fromClient).equals(messageKey)) throw new Error('the message key does not fit');
  const length = plain.readInt32LE(28);
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readInt32LE(24),
    body: plain.subarray(headerBytes, headerBytes + length),
  };
}

/** Seals a packet for a client. */
export function sealPacket(authKey: Buffer, envelope: Envelope): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeBigInt64LE(envelope.salt, 0);
  header.writeBigInt64LE(envelope.sessionId, 8);
  header.writeBigInt64LE(envelope.messageId, 16);
  header.writeInt32LE(envelope.sequence, 24);
  header.writeInt32LE(envelope.body.length, 28);
  // 12 to 27 random bytes fill the last block; fewer than 12 are not allowed.
  const padding = 12 + ((16 - ((headerBytes + envelope.body.length + 12) % 16)) % 16);
  const plain = Buffer.concat([header, envelope.body, randomBytes(padding)]);
  const messageKey = messageKeyOf(authKey, plain, toClient);
  const encrypted = encryptIge(plain, deriveKey(authKey, messageKey, toClient));
  return Buffer.concat([Buffer.from(authKeyId(authKey), 'hex'), messageKey, encrypted]);
}

/** The middle 16 bytes of a hash over a part of the key and the whole plain text, padding included. */
function messageKeyOf(authKey: Buffer, plain: Buffer, side: number): Buffer {
  return sha256(authKey.subarray(88 + side, 120 + side), plain).subarray(8, 24);
}

/** The AES key of one packet. */
function deriveKey(authKey: Buffer, messageKey: Buffer, side: number): IgeKey {
  const a = sha256(messageKey, authKey.subarray(side, side + 36));
  const b = sha256(authKey.subarray(side + 40, side + 76), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}
