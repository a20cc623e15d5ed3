import type { BigInteger } from 'big-integer';

/** The kind that documents (audio, voice, video and files alike) have in these ids. */
const documentKind = [2, 0, 0, 0];

/**
 * The Bot API's `file_unique_id` of a document: its kind and id, little-endian, runs of zeros shortened, as base64url. So a file is the same
 * track whether the bot or the assistant saw it.
 * Source: tdlib, FullRemoteFileLocation::AsUnique and zero_encode.
 */
export function fileUniqueId(documentId: BigInteger): string {
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(BigInt.asIntN(64, BigInt(documentId.toString())));
  return Buffer.from(encodeZeros([...documentKind, ...id])).toString('base64url');
}

/** Each run of zeros becomes a zero and its length. */
function encodeZeros(bytes: readonly number[]): number[] {
  const encoded: number[] = [];
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    encoded.push(byte);
    if (byte !== 0) continue;
    let length = 1;
    while (bytes[index + 1] === 0) {
      length += 1;
      index += 1;
    }
    encoded.push(length);
  }
  return encoded;
}
