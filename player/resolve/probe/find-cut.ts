import { open } from 'node:fs/promises';
import { readAt, readOggEnd } from '../../ingest/ogg/ogg-end.ts';

/** How much of a file may be missing before it counts as cut off. */
const toleratedShare = 0.03;

/**
 * Whether a file's own structure says that its end is missing, where ffprobe would take what is there for the whole: WAV and AVI
 * (RIFF) declare their size in bytes, Ogg pages theirs.
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html https://www.rfc-editor.org/rfc/rfc3533
 */
export async function isCutOff(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const head = await readAt(handle, 0, 12);
    if (head.length < 12) return false;
    const magic = head.toString('latin1', 0, 4);
    if (magic === 'OggS') return (await readOggEnd(handle))?.isCut ?? true;
    if (magic !== 'RIFF') return false;
    const declaredBytes = head.readUInt32LE(4);
    // Writers that could not seek back leave 0 or 2³² − 1 (and near it) there.
    if (declaredBytes === 0 || declaredBytes >= 0xff_ff_00_00) return false;
    const { size } = await handle.stat();
    return size < (declaredBytes + 8) * (1 - toleratedShare);
  } finally {
    await handle.close();
  }
}

/** Whether the packets of a file end well before the duration that its headers declare. Both in seconds. */
export function endsEarly(endSeconds: number, declaredSeconds: number, format: string): boolean {
  // A packet's own length is not in `endSeconds`; WavPack's are a second long.
  const lastPacketSeconds = format === 'wv' ? 1.1 : 0.2;
  return declaredSeconds - endSeconds > Math.max(0.4, declaredSeconds * toleratedShare) + lastPacketSeconds;
}
