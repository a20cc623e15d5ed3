import { randomBytes } from 'node:crypto';
import bigInt from 'big-integer';
import { AuthKey } from 'telegram/crypto/AuthKey.js';
import { Logger, type LogLevel } from 'telegram/extensions/Logger.js';
import { MTProtoState } from 'telegram/network/MTProtoState.js';
import { Api } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { authKeyId, openPacket, sealPacket } from './envelope.ts';

const test = suite('envelope');

async function clientState(key: Buffer): Promise<MTProtoState> {
  const authKey = new AuthKey();
  await authKey.setKey(key);
  return new MTProtoState(authKey, new Logger('none' as LogLevel), true);
}

test("opens the client's packets", async () => {
  const key = randomBytes(256);
  const state = await clientState(key);
  state.salt = bigInt(77);
  const message = Buffer.concat([Buffer.alloc(8, 1), Buffer.from([3, 0, 0, 0, 5, 0, 0, 0]), Buffer.from('hello')]);
  const opened = openPacket(key, await state.encryptMessageData(message));
  assert.is(opened.salt, 77n);
  assert.is(opened.sequence, 3);
  assert.is(opened.messageId, 0x0101010101010101n);
  assert.is(opened.body.toString(), 'hello');
});

test('the client opens what is sealed', async () => {
  const key = randomBytes(256);
  const state = await clientState(key);
  const body = new Api.Pong({ msgId: bigInt(1), pingId: bigInt(2) }).getBytes();
  const messageId = (BigInt(Math.floor(Date.now() / 1000)) << 32n) | 1n;
  const sessionId = BigInt(state.sessionId.toString());
  const opened = await state.decryptMessageData(sealPacket(key, { salt: 5n, sessionId, messageId, sequence: 1, body }));
  assert.instance(opened.obj, Api.Pong);
});

test('a damaged packet is refused', async () => {
  const key = randomBytes(256);
  const state = await clientState(key);
  const packet = await state.encryptMessageData(Buffer.alloc(32));
  packet[40] = (packet[40] ?? 0) ^ 1;
  assert.throws(() => openPacket(key, packet), /message key/);
});

test('a key is named as the client names it', async () => {
  const key = randomBytes(256);
  const authKey = new AuthKey();
  await authKey.setKey(key);
  const id = Buffer.alloc(8);
  id.writeBigUInt64LE(BigInt.asUintN(64, BigInt(String(authKey.keyId))));
  assert.is(authKeyId(key), id.toString('hex'));
});

test.run();
