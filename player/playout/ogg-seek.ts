import type { FileHandle } from 'node:fs/promises';
import { type FoundPage, findOggPage } from './ogg-page.ts';
import { frameSamples } from './opus-packet.ts';
import type { OggLayout } from './packet-cursor.ts';

/** Bytes looked at per step: a page is never longer, so one is nearly always found at once. */
const windowBytes = 65_536;

/**
 * Finds, by bisection on granule positions, a page close before the one that holds `frame`; reading on from there meets the frame.
 * Reads about log2(size / 64 KiB) windows of 64 KiB. The last page never counts as a find: its granule position may be trimmed.
 * @returns its offset in the file
 */
export async function findPageBefore(handle: FileHandle, layout: OggLayout, frame: number): Promise<number> {
  const wanted = layout.baseGranule + frame * frameSamples;
  const window = Buffer.allocUnsafe(windowBytes);
  let best = layout.audioAt;
  let low = layout.audioAt;
  let high = (await handle.stat()).size;
  while (high - low > windowBytes) {
    const middle = low + Math.floor((high - low) / 2);
    const page = await findFrom(handle, window, middle, layout.serial);
    if (page === null || page.isLast || page.granule > wanted) {
      high = middle;
      continue;
    }
    best = page.at;
    low = page.at + 1;
  }
  return best;
}

/** The first page of the stream at or after `from`, its place given as an offset in the file. */
async function findFrom(handle: FileHandle, window: Buffer, from: number, serial: number): Promise<FoundPage | null> {
  const { bytesRead } = await handle.read(window, 0, window.length, from);
  const page = findOggPage(window.subarray(0, bytesRead), 0, serial);
  return page === null ? null : { ...page, at: from + page.at };
}
