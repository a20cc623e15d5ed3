import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import bigInt from 'big-integer';
import { BinaryReader } from 'telegram/extensions/index.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Handshake } from './handshake.ts';
import { createServerKey } from './server-key.ts';

// The exchange as a whole is tested with the package's client, by signing in (scripts/login/sign-in.integration.test.ts).
const test = suite('wire/handshake');
const serverKey = await createServerKey();
const nonce = bigInt(12_345);

const read = (bytes: Buffer) => new BinaryReader(bytes).tgReadObject() as unknown;

test('the first step gives a product of two primes, and the key that is to be used', () => {
  const { answer, agreement } = new Handshake(serverKey).step(new Api.ReqPqMulti({ nonce }));
  const offer = read(answer) as Api.ResPQ;
  assert.is(agreement, null);
  assert.ok(offer.nonce.eq(nonce));
  assert.is(BigInt(`0x${offer.pq.toString('hex')}`) % 1_229_739_323n === 0n, true);
  assert.equal(offer.serverPublicKeyFingerprints.map(String), [String(serverKey.fingerprint)]);
});

test('each exchange has a nonce of its own', () => {
  const nonces = [1, 2].map(() => {
    const { answer } = new Handshake(serverKey).step(new Api.ReqPqMulti({ nonce }));
    return String((read(answer) as Api.ResPQ).serverNonce);
  });
  assert.is.not(nonces[0], nonces[1]);
});

test('the second step is refused when its contents were not padded as they should be', () => {
  const handshake = new Handshake(serverKey);
  handshake.step(new Api.ReqPqMulti({ nonce }));
  const padding = constants.RSA_NO_PADDING;
  const data = Buffer.concat([Buffer.alloc(1), randomBytes(255)]);
  const encryptedData = publicEncrypt({ key: createPublicKey(serverKey.publicPem), padding }, data);
  const named = { nonce, serverNonce: nonce, p: Buffer.alloc(4), q: Buffer.alloc(4) };
  const request = new Api.ReqDHParams({ ...named, publicKeyFingerprint: serverKey.fingerprint, encryptedData });
  assert.throws(() => handshake.step(request), /RSA_PAD/);
});

test('anything else without a key is refused', () => {
  assert.throws(() => new Handshake(serverKey).step(new Api.updates.GetState()), /unencrypted/);
});

test.run();
