import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const headerBytes = 44;

/**
 * Writes a WAV file (s16le, 48 kHz, stereo), in one step: it is whole or not there. Folders are made when missing.
 * @param sound left and right, float, −1…1, of equal length.
 */
export async function writeWav(
  path: string,
  { left, right }: { readonly left: Float32Array; readonly right: Float32Array },
): Promise<void> {
  const dataBytes = left.length * 4;
  const bytes = Buffer.alloc(headerBytes + dataBytes);
  bytes.write('RIFF');
  bytes.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8);
  // Length of this chunk, PCM, 2 channels, 48 kHz, bytes a second, bytes a frame, bits a sample.
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(48_000 * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(dataBytes, 40);
  for (let index = 0; index < left.length; index++) {
    bytes.writeInt16LE(Math.round((left[index] ?? 0) * 32_767), headerBytes + index * 4);
    bytes.writeInt16LE(Math.round((right[index] ?? 0) * 32_767), headerBytes + index * 4 + 2);
  }
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomBytes(4).toString('hex')}`;
  await writeFile(partial, bytes);
  await rename(partial, path);
}
