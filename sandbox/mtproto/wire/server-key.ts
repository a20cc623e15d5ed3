import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { BigInteger } from 'big-integer';
import { serializeBytes } from 'telegram/tl/index.js';
import { sha1, toLargeInt } from './bytes.ts';

/** The server's RSA key, with which a client that has no auth key yet begins. */
export interface ServerKey {
  readonly privateKey: KeyObject;
  /** How the key exchange names the key: the last 8 bytes of the SHA-1 of its TL form. */
  readonly fingerprint: BigInteger;
  /** SPKI PEM. A client must know it beforehand, as it knows Telegram's. */
  readonly publicPem: string;
}

/** Makes a new 2,048-bit key (about 0.1 s on a worker thread). */
export async function createServerKey(): Promise<ServerKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const publicKey = createPublicKey(privateKey);
  const publicPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { privateKey, publicPem, fingerprint: fingerprintOf(publicKey) };
}

/** https://core.telegram.org/mtproto/auth_key: the fingerprint of `rsa_public_key n:string e:string`, written bare. */
function fingerprintOf(publicKey: KeyObject): BigInteger {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const written = [n, e].map((part) => serializeBytes(Buffer.from(part, 'base64url')));
  return toLargeInt(sha1(...written).subarray(12, 20));
}
