import {
  constants,
  createDiffieHellmanGroup,
  type DiffieHellmanGroup,
  type KeyObject,
  privateDecrypt,
  randomBytes,
} from 'node:crypto';
import type { BigInteger } from 'big-integer';
import { BinaryReader } from 'telegram/extensions/index.js';
import { Api } from 'telegram/tl/index.js';
import { decryptIge, encryptIge, type IgeKey } from './aes-ige.ts';
import { fromLargeInt, sha1, sha256, toLargeInt, xor } from './bytes.ts';
import type { ServerKey } from './server-key.ts';

/** A finished key exchange. A temporary key works only after auth.bindTempAuthKey, and is forgotten after `expiresInSec`. */
interface Agreement {
  readonly authKey: Buffer;
  readonly salt: bigint;
  readonly expiresInSec: number | null;
}

/** What one step gives: the answer for the client, and with the last step the key. */
export interface HandshakeStep {
  readonly answer: Buffer;
  readonly agreement: Agreement | null;
}

// The product of two primes that the client must factor; any will do, and this one is quick.
const factoring = Buffer.from('17ED48941A08F981', 'hex');

/** The server's side of one auth-key exchange (https://core.telegram.org/mtproto/auth_key). One per connection. */
export class Handshake {
  /** Opens what the client has encrypted with the public half. */
  readonly #serverKey: ServerKey;
  readonly #serverNonce = randomBytes(16);
  // The 2,048-bit safe prime of RFC 3526 with generator 2.
  readonly #group: DiffieHellmanGroup = createDiffieHellmanGroup('modp14');
  /** The client's number of this exchange; null before the first step. */
  #nonce: BigInteger | null = null;
  /** The client's second number, which travelled encrypted: with it both sides make the temporary key. */
  #newNonce: Buffer = Buffer.alloc(32);
  #expiresInSec: number | null = null;

  constructor(serverKey: ServerKey) {
    this.#serverKey = serverKey;
  }

  /**
   * Answers one unencrypted message.
   * @throws Error when the message is not the next step of an exchange, or is made wrongly.
   */
  step(message: unknown): HandshakeStep {
    if (message instanceof Api.ReqPqMulti) return { answer: this.#begin(message.nonce), agreement: null };
    if (message instanceof Api.ReqDHParams) return { answer: this.#offer(message.encryptedData), agreement: null };
    if (message instanceof Api.SetClientDHParams) return this.#agree(message.encryptedData);
    throw new Error('unexpected unencrypted message');
  }

  /** Step 1: req_pq_multi → resPQ. A number to factor, and the keys that may be used. */
  #begin(nonce: BigInteger): Buffer {
    this.#nonce = nonce;
    return new Api.ResPQ({
      ...this.#nonces(),
      pq: factoring,
      serverPublicKeyFingerprints: [this.#serverKey.fingerprint],
    }).getBytes();
  }

  /** Step 2: req_DH_params → server_DH_params_ok. Opens the client's nonce, offers our half of Diffie–Hellman. */
  #offer(encryptedData: Buffer): Buffer {
    const inner = readObject(unpadRsa(this.#serverKey.privateKey, encryptedData));
    if (!(inner instanceof Api.PQInnerData || inner instanceof Api.PQInnerDataTempDc))
      throw new Error('expected p_q_inner_data');
    if (inner instanceof Api.PQInnerDataTempDc) this.#expiresInSec = inner.expiresIn;
    this.#newNonce = fromLargeInt(inner.newNonce, 32);
    this.#group.generateKeys();
    const answer = new Api.ServerDHInnerData({
      ...this.#nonces(),
      g: 2,
      dhPrime: this.#group.getPrime(),
      gA: this.#group.getPublicKey(),
      serverTime: Math.floor(Date.now() / 1000),
    }).getBytes();
    const hashed = Buffer.concat([sha1(answer), answer]);
    // The hash tells the client that it has opened the answer rightly; IGE wants whole blocks.
    const padded = Buffer.concat([hashed, randomBytes((16 - (hashed.length % 16)) % 16)]);
    return new Api.ServerDHParamsOk({
      ...this.#nonces(),
      encryptedAnswer: encryptIge(padded, this.#temporaryKey()),
    }).getBytes();
  }

  /** Step 3: set_client_DH_params → dh_gen_ok. With the client's half the auth key is made. */
  #agree(encryptedData: Buffer): HandshakeStep {
    const inner = readObject(decryptIge(encryptedData, this.#temporaryKey()).subarray(20));
    if (!(inner instanceof Api.ClientDHInnerData)) throw new Error('expected client_DH_inner_data');
    // The first 20 bytes are a hash that only guards against damage.
    const secret = this.#group.computeSecret(inner.gB);
    const authKey = Buffer.concat([Buffer.alloc(256 - secret.length), secret]);
    // Proves to the client that both made the same key, for this exchange.
    const auxiliary = sha1(authKey).subarray(0, 8);
    const confirmation = sha1(this.#newNonce, Buffer.from([1]), auxiliary).subarray(4, 20);
    const answer = new Api.DhGenOk({ ...this.#nonces(), newNonceHash1: toLargeInt(confirmation) }).getBytes();
    const salt = this.#newNonce.readBigInt64LE(0) ^ this.#serverNonce.readBigInt64LE(0);
    return { answer, agreement: { authKey, salt, expiresInSec: this.#expiresInSec } };
  }

  /** Both nonces go with every message of the exchange. */
  #nonces(): { nonce: BigInteger; serverNonce: BigInteger } {
    if (this.#nonce === null) throw new Error('a key exchange begins with req_pq_multi');
    return { nonce: this.#nonce, serverNonce: toLargeInt(this.#serverNonce) };
  }

  /** The key of the exchange itself, from both sides' nonces. */
  #temporaryKey(): IgeKey {
    const ours = this.#serverNonce;
    const theirs = this.#newNonce;
    const middle = sha1(ours, theirs);
    return {
      key: Buffer.concat([sha1(theirs, ours), middle.subarray(0, 12)]),
      iv: Buffer.concat([middle.subarray(12, 20), sha1(theirs, theirs), theirs.subarray(0, 4)]),
    };
  }
}

/** RSA_PAD, the way back: data ‖ hash under a random key that is itself hidden by the hash of the rest. */
function unpadRsa(privateKey: KeyObject, encrypted: Buffer): Buffer {
  const opened = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  const sealed = opened.subarray(32);
  const key = xor(opened.subarray(0, 32), sha256(sealed));
  const plain = decryptIge(sealed, { key, iv: Buffer.alloc(32) });
  const data = Buffer.from(plain.subarray(0, 192)).reverse();
  if (!sha256(key, data).equals(plain.subarray(192))) throw new Error('wrong hash in RSA_PAD');
  return data;
}

function readObject(bytes: Buffer): unknown {
  return new BinaryReader(bytes).tgReadObject();
}
