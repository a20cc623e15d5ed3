import { createHash, createPublicKey } from 'node:crypto';
import bigInt from 'big-integer';
import { _serverKeys } from 'telegram/crypto/RSA.js';
import { serializeBytes } from 'telegram/tl/index.js';

/**
 * Adds a server's RSA key (SPKI PEM) to those that the `telegram` package knows, which are Telegram's own; for the whole process.
 * Its name there is the fingerprint of https://core.telegram.org/mtproto/auth_key, a signed decimal number.
 */
export function trustServerKey(pem: string): void {
  const { n = '', e = '' } = createPublicKey(pem).export({ format: 'jwk' });
  const [modulus, exponent] = [n, e].map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer];
  const written = Buffer.concat([serializeBytes(modulus), serializeBytes(exponent)]);
  const fingerprint = createHash('sha1').update(written).digest().readBigInt64LE(12);
  _serverKeys.set(fingerprint.toString(), {
    n: bigInt(modulus.toString('hex'), 16),
    e: Number.parseInt(exponent.toString('hex'), 16),
  });
}
