import type { FileHandle } from 'node:fs/promises';

/** How an Ogg file stops. */
export interface OggEnd {
  /** Granule position of the last whole page in which a packet ends. */
  readonly granule: bigint;
  /** Whether that page says that it is the last of its stream (RFC 3533, header type 0x04). */
  readonly isLast: boolean;
  /** Whether the file stops in the middle of a page. */
  readonly isCut: boolean;
}

const headerBytes = 27;
const maxPageBytes = headerBytes + 255 + 255 * 255;

/**
 * Looks at the end of an Ogg file, whatever it holds; null when no whole page is there.
 * @see https://www.rfc-editor.org/rfc/rfc3533 section 6
 */
export async function readOggEnd(handle: FileHandle): Promise<OggEnd | null> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - 2 * maxPageBytes), 2 * maxPageBytes);
  let at = tail.lastIndexOf('OggS');
  while (at >= 0) {
    const page = readPage(tail, at);
    if (page !== null && page.granule >= 0n) {
      return { granule: page.granule, isLast: page.isLast, isCut: page.end !== tail.length };
    }
    // A negative offset would count from the end again.
    at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1);
  }
  return null;
}

/** Reads up to `length` bytes at `position`. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The page at an offset, if all of it is there; `end` is the offset behind it. */
function readPage(bytes: Buffer, at: number) {
  const segmentCount = bytes[at + headerBytes - 1];
  if (segmentCount === undefined || bytes[at + 4] !== 0) return null;
  const sizes = bytes.subarray(at + headerBytes, at + headerBytes + segmentCount);
  const end = sizes.reduce((sum, size) => sum + size, at + headerBytes + segmentCount);
  if (sizes.length < segmentCount || end > bytes.length) return null;
  return { granule: bytes.readBigInt64LE(at + 6), isLast: ((bytes[at + 5] ?? 0) & 4) !== 0, end };
}
