import { createReadStream } from 'node:fs';

const headerBytes = 27;

/**
 * Reads an Ogg file of one stream packet by packet, header packets included, in order. A page that is cut off ends it.
 * @see https://www.rfc-editor.org/rfc/rfc3533 section 5
 */
export function readOggPackets(path: string): AsyncGenerator<Buffer> {
  return cutOggPackets(createReadStream(path));
}

/** As {@link readOggPackets}, of bytes that come from anywhere. */
export async function* cutOggPackets(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  for await (const chunk of bytes) {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    for (let page = takePage(left); page !== null; page = takePage(left)) {
      for (const { bytes, isWhole } of page.pieces) {
        parts.push(bytes);
        if (!isWhole) continue;
        yield parts.length === 1 ? bytes : Buffer.concat(parts);
        parts = [];
      }
      left = page.rest;
    }
  }
}

/** The first page of some bytes as pieces of packets (the last may go on in the next page); null when it is not all there. */
function takePage(bytes: Buffer) {
  const segmentCount = bytes[headerBytes - 1];
  if (segmentCount === undefined || bytes.toString('latin1', 0, 4) !== 'OggS') return null;
  const sizes = bytes.subarray(headerBytes, headerBytes + segmentCount);
  let at = headerBytes + segmentCount;
  if (sizes.length < segmentCount || sizes.reduce((sum, size) => sum + size, at) > bytes.length) return null;
  const pieces: { bytes: Buffer; isWhole: boolean }[] = [];
  let start = at;
  for (const [index, size] of sizes.entries()) {
    at += size;
    const isWhole = size < 255;
    if (!isWhole && index < segmentCount - 1) continue;
    pieces.push({ bytes: bytes.subarray(start, at), isWhole });
    start = at;
  }
  return { pieces, rest: bytes.subarray(at) };
}
