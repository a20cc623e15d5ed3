/** So much of the beginning tells, bytes. */
export const headBytes = 64 * 1024;

/**
 * Whether a file can be decoded from its beginning while the rest still comes: MP3, AAC, FLAC, Ogg, WAV, Matroska; MP4 only when its index
 * (`moov`) comes before the sound (`mdat`). Anything else has to be whole.
 * @see https://developer.apple.com/documentation/quicktime-file-format/movie_atoms
 */
export function isStreamable(head: Buffer): boolean {
  const magic = head.toString('latin1', 0, 4);
  if (['fLaC', 'OggS', 'RIFF'].includes(magic) || magic.startsWith('ID3')) return true;
  // EBML: Matroska and WebM.
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return true;
  // The sync word of MPEG audio and of AAC in ADTS: eleven bits set.
  if (head.length >= 2 && head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return true;
  return head.toString('latin1', 4, 8) === 'ftyp' && beginsWithIndex(head);
}

/** Walks the boxes until the index or the sound. */
function beginsWithIndex(head: Buffer): boolean {
  for (let at = 0; at + 8 <= head.length; ) {
    const size = head.readUInt32BE(at);
    const type = head.toString('latin1', at + 4, at + 8);
    if (type === 'moov') return true;
    // 0 and 1 are sizes that are written elsewhere: only large boxes have them.
    if (type === 'mdat' || size < 8) return false;
    at += size;
  }
  return false;
}
