/** Where a page's parts lie in the bytes it was read from, and what its header says (RFC 3533, section 6). */
export interface OggPage {
  /** The page begins with the rest of a packet of the page before. */
  readonly isContinued: boolean;
  /** The stream's last page: its granule position may be less than its packets say (end trimming). */
  readonly isLast: boolean;
  /** Samples (48 kHz) up to the end of the last packet that ends here; −1 when none does. */
  readonly granule: number;
  /** The logical stream's number. */
  readonly serial: number;
  /** Lengths of the segments, 0…255: a packet ends with the first one below 255. */
  readonly segments: Uint8Array;
  /** Index of the first byte after the header. */
  readonly bodyAt: number;
  /** Index of the first byte after the page. */
  readonly endAt: number;
}

/** Bytes of a header without its segment table. */
const fixedHeaderBytes = 27;
const capturePattern = Buffer.from('OggS');

/**
 * Reads the page that begins at `at`.
 * `incomplete`: more bytes are needed. `invalid`: no page begins here.
 */
export function readOggPage(bytes: Buffer, at: number): OggPage | 'incomplete' | 'invalid' {
  const seen = Math.min(capturePattern.length, bytes.length - at);
  if (capturePattern.compare(bytes, at, at + seen, 0, seen) !== 0) return 'invalid';
  if (bytes.length - at < fixedHeaderBytes) return 'incomplete';
  const flags = bytes.readUInt8(at + 5);
  if (bytes.readUInt8(at + 4) !== 0 || flags > 7) return 'invalid';
  const bodyAt = at + fixedHeaderBytes + bytes.readUInt8(at + 26);
  if (bytes.length < bodyAt) return 'incomplete';
  const segments = bytes.subarray(at + fixedHeaderBytes, bodyAt);
  let endAt = bodyAt;
  for (const length of segments) endAt += length;
  if (bytes.length < endAt) return 'incomplete';
  return {
    isContinued: (flags & 1) !== 0,
    isLast: (flags & 4) !== 0,
    granule: Number(bytes.readBigInt64LE(at + 6)),
    serial: bytes.readUInt32LE(at + 14),
    segments,
    bodyAt,
    endAt,
  };
}

/** A page found in the middle of a file: where it begins there, and its header. */
export interface FoundPage {
  readonly at: number;
  readonly isLast: boolean;
  readonly granule: number;
}

/**
 * Looks for the first page header of stream `serial`, at which a packet ends, from `from` on; its body need not be in `bytes`.
 * The capture pattern may occur in audio by chance; together with version, flags and serial number it does not.
 */
export function findOggPage(bytes: Buffer, from: number, serial: number): FoundPage | null {
  for (let at = bytes.indexOf(capturePattern, from); at >= 0; at = bytes.indexOf(capturePattern, at + 1)) {
    if (bytes.length - at < fixedHeaderBytes) return null;
    const flags = bytes.readUInt8(at + 5);
    const granule = Number(bytes.readBigInt64LE(at + 6));
    const isOurs = bytes.readUInt8(at + 4) === 0 && flags <= 7 && bytes.readUInt32LE(at + 14) === serial;
    if (isOurs && granule >= 0) return { at, isLast: (flags & 4) !== 0, granule };
  }
  return null;
}
