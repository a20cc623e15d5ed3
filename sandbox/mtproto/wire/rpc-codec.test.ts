import { gunzipSync, gzipSync } from 'node:zlib';
import bigInt from 'big-integer';
import { BinaryReader } from 'telegram/extensions/index.js';
import { GZIPPacked } from 'telegram/tl/core/index.js';
import { Api, serializeBytes } from 'telegram/tl/index.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { int32, int64 } from './bytes.ts';
import { readMessages, unwrapQuery, writeResult } from './rpc-codec.ts';

const test = suite('wire/rpc-codec');

const ping = (pingId: number) => new Api.Ping({ pingId: bigInt(pingId) }).getBytes();
const gzip = (data: Buffer) => Buffer.concat([int32(0x3072cfa1), serializeBytes(data)]);

function container(...bodies: Buffer[]): Buffer {
  const messages = bodies.map((body, index) =>
    Buffer.concat([int64(BigInt(100 + index)), int32(0), int32(body.length), body]),
  );
  return Buffer.concat([int32(0x73f1f8dc), int32(bodies.length), ...messages]);
}

/** The parts of an `rpc_result`: which request it answers, and the answer, unpacked. */
function read(bytes: Buffer): { readonly requestId: bigint; readonly body: Buffer } {
  assert.is(bytes.readUInt32LE(0), 0xf35c6d01);
  const body = bytes.subarray(12);
  const isPacked = body.readUInt32LE(0) === GZIPPacked.CONSTRUCTOR_ID;
  const unpacked = isPacked ? gunzipSync(new BinaryReader(body.subarray(4)).tgReadBytes()) : body;
  return { requestId: bytes.readBigInt64LE(4), body: unpacked };
}

const readObject = (bytes: Buffer) => new BinaryReader(read(bytes).body).tgReadObject() as unknown;

test('one message, a container of several, and packed ones', () => {
  assert.is(readMessages(5n, ping(1))[0]?.messageId, 5n);
  const inside = readMessages(5n, container(ping(1), gzip(gzipSync(ping(2))), gzip(ping(3))));
  assert.equal(
    inside.map(({ messageId }) => messageId),
    [100n, 101n, 102n],
  );
  assert.equal(
    inside.map(({ object }) => Number((object as Api.Ping).pingId)),
    [1, 2, 3],
  );
});

test('what is no TL of this layer is an error', () => {
  assert.throws(() => readMessages(1n, Buffer.from('deadbeef00000000', 'hex')));
});

test('objects, truth values and vectors are read by the client as they were meant', () => {
  const state = new Api.updates.State({ pts: 1, qts: 2, date: 3, seq: 4, unreadCount: 5 });
  const written = writeResult(77n, state);
  assert.is(read(written).requestId, 77n);
  assert.is((readObject(written) as Api.updates.State).date, 3);
  assert.is(readObject(writeResult(1n, true)), true);
  assert.is(readObject(writeResult(1n, false)), false);
  const users = [1, 2].map((id) => new Api.UserEmpty({ id: bigInt(id) }));
  assert.is((readObject(writeResult(1n, users)) as unknown[]).length, 2);
  const request = new Api.phone.CheckGroupCall({});
  const reader = new BinaryReader(read(writeResult(1n, [-5, 7])).body);
  assert.equal(Reflect.apply(Reflect.get(request, 'readResult') as () => unknown, request, [reader]), [-5, 7]);
});

test('errors are read as errors', () => {
  const error = new Api.RpcError({ errorCode: 400, errorMessage: 'CHAT_ADMIN_REQUIRED' });
  assert.is((readObject(writeResult(1n, error)) as Api.RpcError).errorMessage, 'CHAT_ADMIN_REQUIRED');
});

test('a long answer is packed, a file is not', async () => {
  const text = new Api.help.TermsOfService({
    id: new Api.DataJSON({ data: '' }),
    text: 'x'.repeat(5000),
    entities: [],
  });
  const packed = writeResult(1n, text);
  assert.ok(packed.length < 500);
  assert.is(packed.readUInt32LE(12), GZIPPacked.CONSTRUCTOR_ID);
  assert.is((readObject(packed) as Api.help.TermsOfService).text.length, 5000);
  const bytes = Buffer.alloc(512 * 1024);
  const file = writeResult(1n, new Api.upload.File({ type: new Api.storage.FileUnknown(), mtime: 0, bytes }));
  assert.ok(file.length > bytes.length);
});

test('what is not TL cannot be an answer', () => {
  assert.throws(() => writeResult(1n, undefined), /not TL/);
  assert.throws(() => writeResult(1n, 'text'), /not TL/);
});

test('the request is found inside of its wrappers', () => {
  const query = new Api.updates.GetState();
  const named = { apiId: 1, deviceModel: '', systemVersion: '', appVersion: '', langCode: '', langPack: '' };
  const started = new Api.InitConnection({ ...named, systemLangCode: '', query });
  const layered = new Api.InvokeWithLayer({ layer: 229, query: started });
  assert.is(unwrapQuery(new Api.InvokeAfterMsg({ msgId: bigInt(1), query: layered })), query);
  assert.is(unwrapQuery(query), query);
});

test.run();
