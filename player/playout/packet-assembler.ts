import type { OggPage } from './ogg-page.ts';

/** Cuts pages into packets; keeps the part of a packet that goes on over the next page. */
export interface PacketAssembler {
  /**
   * The packets that end in this page, in order, as views of `bytes` where they lie whole in it.
   * A packet whose beginning was never seen (reading began in the middle of the file) is given as null, so that counting stays right.
   */
  accept(page: OggPage, bytes: Buffer): (Buffer | null)[];
}

/** Creates an assembler with no packet begun. Pages must come in the order of the file. */
export function createPacketAssembler(): PacketAssembler {
  /** Parts of the packet under way; null when its beginning is missing. */
  let parts: Buffer[] | null = [];

  function accept(page: OggPage, bytes: Buffer): (Buffer | null)[] {
    // A continuation of something we do not hold, or something we hold that is not continued: the packet is lost.
    if (page.isContinued && parts?.length === 0) parts = null;
    if (!page.isContinued) parts = [];
    const packets: (Buffer | null)[] = [];
    let from = page.bodyAt;
    let to = page.bodyAt;
    for (const length of page.segments) {
      to += length;
      if (length === 255) continue;
      packets.push(join(parts, bytes.subarray(from, to)));
      parts = [];
      from = to;
    }
    // Copied: the view would keep the whole chunk in memory.
    if (to > from) parts?.push(Buffer.from(bytes.subarray(from, to)));
    return packets;
  }

  return { accept };
}

function join(parts: Buffer[] | null, last: Buffer): Buffer | null {
  if (parts === null) return null;
  return parts.length === 0 ? last : Buffer.concat([...parts, last]);
}
