import { open } from 'node:fs/promises';
import { readAt, readOggEnd } from './ogg-end.ts';

/**
 * How much sound an Ogg Opus file holds by now, milliseconds: the granule position of its last whole page less the pre-skip.
 * null when there is none yet, or it is no Ogg Opus file.
 * @see https://www.rfc-editor.org/rfc/rfc7845 section 4
 */
export async function readOpusDurationMs(path: string): Promise<number | null> {
  const handle = await open(path, 'r');
  try {
    const head = await readAt(handle, 0, 64);
    const id = head.indexOf('OpusHead');
    if (id < 0 || head.length < id + 12) return null;
    const end = await readOggEnd(handle);
    if (end === null || end.granule <= 0n) return null;
    return Math.round(Math.max(0, Number(end.granule) - head.readUInt16LE(id + 10)) / 48);
  } finally {
    await handle.close();
  }
}
