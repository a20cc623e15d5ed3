import { createHash } from 'node:crypto';
import bigInt from 'big-integer';

/** SHA-1 of the parts, one after the other (20 bytes). */
export function sha1(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha1', parts);
}

/** SHA-256 of the parts, one after the other (32 bytes). */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha256', parts);
}

/** A 32-bit number as TL writes it: little-endian, 4 bytes; signed values wrap. */
export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** A 64-bit number as TL writes it: little-endian, 8 bytes. */
export function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value));
  return bytes;
}

/** A number for a TL object's `long`: what the `telegram` package calculates with. */
export function long(value: bigint | number | string): bigInt.BigInteger {
  return bigInt(BigInt(value));
}

/** Little-endian bytes as the signed number that the package wants for int128 and int256. */
export function toLargeInt(bytes: Buffer): bigInt.BigInteger {
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return bigInt(BigInt.asIntN(bytes.length * 8, unsigned));
}

/** The little-endian bytes of a large number, `length` of them; the way back from {@link toLargeInt}. */
export function fromLargeInt(value: bigInt.BigInteger, length: number): Buffer {
  const unsigned = BigInt.asUintN(length * 8, BigInt(value.toString()));
  return Buffer.from(unsigned.toString(16).padStart(length * 2, '0'), 'hex').reverse();
}

/** Byte-wise exclusive or of two buffers of one length. */
export function xor(left: Uint8Array, right: Uint8Array): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}

/** The hash over several parts without joining them. */
function digest(algorithm: string, parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
