import { gunzipSync, gzipSync } from 'node:zlib';
import { BinaryReader } from 'telegram/extensions/index.js';
import { Api, serializeBytes } from 'telegram/tl/index.js';
import { int32, int64 } from './bytes.ts';

// Constructor ids of what the package has no TL classes for (https://core.telegram.org/mtproto/service_messages).
const containerId = 0x73f1f8dc;
const gzipId = 0x3072cfa1;
const rpcResultId = 0xf35c6d01;
const vectorId = 0x1cb5c415;
const trueId = 0x997275b5;
const falseId = 0xbc799737;
// Telegram packs large answers; files are not worth it.
const gzipFromBytes = 1024;
const gzipUpToBytes = 64 * 1024;

/** One message out of a client's packet. */
export interface Incoming {
  readonly messageId: bigint;
  readonly object: unknown;
}

/**
 * The messages of a packet: containers are opened, packed data is unpacked.
 * @throws Error (the package's TypeNotFoundError among them) when something in it is not TL of this layer.
 */
export function readMessages(messageId: bigint, body: Buffer): Incoming[] {
  const id = body.readUInt32LE(0);
  if (id === containerId) return readContainer(body);
  if (id !== gzipId) return [{ messageId, object: new BinaryReader(body).tgReadObject() }];
  return readMessages(messageId, unpack(new BinaryReader(body.subarray(4)).tgReadBytes()));
}

/** `msg_container`: a count, and that many of message id, sequence number, length and body. */
function readContainer(body: Buffer): Incoming[] {
  const messages: Incoming[] = [];
  let offset = 8;
  for (let left = body.readInt32LE(4); left > 0; left -= 1) {
    const length = body.readInt32LE(offset + 12);
    const inner = body.subarray(offset + 16, offset + 16 + length);
    messages.push(...readMessages(body.readBigInt64LE(offset), inner));
    offset += 16 + length;
  }
  return messages;
}

/** The package marks long requests as packed without packing them, hence the look at the magic number of RFC 1952. */
function unpack(data: Buffer): Buffer {
  return data[0] === 0x1f && data[1] === 0x8b ? gunzipSync(data) : data;
}

/** The `rpc_result` for a request. `result`: TL object, boolean, 32-bit number, or a vector of these. */
export function writeResult(requestId: bigint, result: unknown): Buffer {
  const plain = writeValue(result);
  const isPacked = plain.length > gzipFromBytes && plain.length < gzipUpToBytes;
  const body = isPacked ? Buffer.concat([int32(gzipId), serializeBytes(gzipSync(plain))]) : plain;
  return Buffer.concat([int32(rpcResultId), int64(requestId), body]);
}

/** Vectors are boxed; what they hold is bare for numbers and boxed for the rest, which comes out the same here. */
function writeValue(value: unknown): Buffer {
  if (typeof value === 'boolean') return int32(value ? trueId : falseId);
  if (typeof value === 'number') return int32(value);
  if (Array.isArray(value)) return Buffer.concat([int32(vectorId), int32(value.length), ...value.map(writeValue)]);
  if (isTlObject(value)) return value.getBytes();
  throw new TypeError(`a method answered with what is not TL: ${typeof value}`);
}

function isTlObject(value: unknown): value is { getBytes(): Buffer } {
  return typeof value === 'object' && value !== null && 'getBytes' in value;
}

/**
 * The request inside the wrappers that clients put around it (invokeWithLayer, initConnection, invokeAfterMsg,
 * invokeWithoutUpdates …).
 */
export function unwrapQuery(query: unknown): unknown {
  const isWrapper =
    query instanceof Api.InvokeWithLayer ||
    query instanceof Api.InitConnection ||
    query instanceof Api.InvokeAfterMsg ||
    query instanceof Api.InvokeAfterMsgs ||
    query instanceof Api.InvokeWithoutUpdates;
  return isWrapper ? unwrapQuery(query.query) : query;
}
