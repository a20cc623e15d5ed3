import type { StereoSound } from './decode-opus.ts';

/** Writes a WAV file: s16le, 48 kHz, 2 channels; louder than full scale is clipped. */
export function writeWav({ sampleRate, channels: [left, right] }: StereoSound): Buffer {
  const bytes = left.length * 4;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(sampleRate, 24);
  file.writeUInt32LE(sampleRate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  for (const [i, sample] of left.entries()) {
    file.writeInt16LE(toInt16(sample), 44 + 4 * i);
    file.writeInt16LE(toInt16(right[i] ?? 0), 46 + 4 * i);
  }
  return file;
}

function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}
