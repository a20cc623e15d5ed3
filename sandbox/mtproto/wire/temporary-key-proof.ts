import { BinaryReader } from 'telegram/extensions/index.js';
import { Api } from 'telegram/tl/index.js';
import { decryptIge, type IgeKey } from './aes-ige.ts';
import { sha1 } from './bytes.ts';

// Random 16 bytes, message id 8, sequence number 4, length 4.
const headerBytes = 32;

/**
 * Opens the proof in auth.bindTempAuthKey that the caller holds the permanent key too: a message under MTProto 1.0's
 * encryption (https://core.telegram.org/method/auth.bindTempAuthKey). Null when it was made with another key.
 */
export function openTemporaryKeyProof(permanentKey: Buffer, encrypted: Buffer): Api.BindAuthKeyInner | null {
  const messageKey = encrypted.subarray(8, 24);
  const body = encrypted.subarray(24);
  if (body.length === 0 || body.length % 16 !== 0) return null;
  const plain = decryptIge(body, deriveKey(permanentKey, messageKey));
  const length = plain.readInt32LE(28);
  const isWhole = length >= 0 && headerBytes + length <= plain.length;
  if (
    !isWhole ||
    !sha1(plain.subarray(0, headerBytes + length))
      .subarray(4, 20)
      .equals(messageKey)
  )
    return null;
  const inner: unknown = new BinaryReader(plain.subarray(headerBytes)).tgReadObject();
  return inner instanceof Api.BindAuthKeyInner ? inner : null;
}

/** MTProto 1.0's way, which this proof still has. */
function deriveKey(key: Buffer, messageKey: Buffer): IgeKey {
  const a = sha1(messageKey, key.subarray(0, 32));
  const b = sha1(key.subarray(32, 48), messageKey, key.subarray(48, 64));
  const c = sha1(key.subarray(64, 96), messageKey);
  const d = sha1(messageKey, key.subarray(96, 128));
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)]),
    iv: Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)]),
  };
}
