import { createCipheriv, createDecipheriv } from 'node:crypto';

const blockBytes = 16;

/** A key (32 bytes) and an initialisation vector (32 bytes) for AES-256 in IGE mode. */
export interface IgeKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/**
 * AES-256-IGE encryption as MTProto uses it. `data` is a whole number of 16-byte blocks.
 *
 * IGE is y(i) = E(x(i) ⊕ y(i−1)) ⊕ x(i−1). With z(i) = y(i) ⊕ x(i−1) this becomes z(i) = E((x(i) ⊕ x(i−2)) ⊕ z(i−1)):
 * plain CBC over x(i) ⊕ x(i−2), which OpenSSL does in one call; a file of 2 GB is served in 1 MB pieces through here.
 */
export function encryptIge(data: Buffer, { key, iv }: IgeKey): Buffer {
  const first = iv.subarray(0, blockBytes);
  const second = iv.subarray(blockBytes, 2 * blockBytes);
  const chained = Buffer.from(data);
  xorInto(chained, 0, first, blockBytes);
  xorInto(chained, blockBytes, second, blockBytes);
  xorInto(chained, 2 * blockBytes, data, data.length - 2 * blockBytes);
  const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(blockBytes)).setAutoPadding(false);
  const result = Buffer.concat([cipher.update(chained), cipher.final()]);
  xorInto(result, 0, second, blockBytes);
  xorInto(result, blockBytes, data, data.length - blockBytes);
  return result;
}

/** AES-256-IGE decryption; the way back from {@link encryptIge}. Block by block: what clients send is small. */
export function decryptIge(data: Buffer, { key, iv }: IgeKey): Buffer {
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const result = Buffer.alloc(data.length);
  const mixed = Buffer.alloc(blockBytes);
  let previousCipher = iv.subarray(0, blockBytes);
  let previousPlain = iv.subarray(blockBytes, 2 * blockBytes);
  for (let offset = 0; offset < data.length; offset += blockBytes) {
    const block = data.subarray(offset, offset + blockBytes);
    block.copy(mixed);
    xorInto(mixed, 0, previousPlain, blockBytes);
    const plain = result.subarray(offset, offset + blockBytes);
    decipher.update(mixed).copy(plain);
    xorInto(plain, 0, previousCipher, blockBytes);
    previousCipher = block;
    previousPlain = plain;
  }
  return result;
}

/** target[offset…] ⊕= source[0…length), as far as the target reaches. */
function xorInto(target: Buffer, offset: number, source: Buffer, length: number): void {
  const end = Math.min(length, target.length - offset);
  for (let index = 0; index < end; index += 1) {
    target[offset + index] = (target[offset + index] ?? 0) ^ (source[index] ?? 0);
  }
}
