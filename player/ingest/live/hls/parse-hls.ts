/** One piece of a broadcast. */
export interface HlsSegment {
  readonly url: string;
  /** Its number in the broadcast. */
  readonly sequence: number;
  /** Bytes of `url` that are it; null: all. */
  readonly range: HlsRange | null;
  /** AES-128; null: in the clear. */
  readonly key: HlsKey | null;
  /** What must come before it, for a decoder that begins here (fMP4); null: nothing. */
  readonly map: HlsMap | null;
}

/** Part of a file, bytes. */
export interface HlsRange {
  readonly from: number;
  readonly length: number;
}

/** `iv`: 16 bytes; null: the segment's number. `method` is as written: only AES-128 can be opened. */
export interface HlsKey {
  readonly method: string;
  readonly url: string;
  readonly iv: Buffer | null;
}

/** An initialisation section. */
export interface HlsMap {
  readonly url: string;
  readonly range: HlsRange | null;
}

/** A playlist of segments. */
export interface HlsMedia {
  readonly type: 'media';
  /** The longest segment, milliseconds; how often to look for new ones. */
  readonly targetMs: number;
  /** Of a recording; null: a live broadcast. */
  readonly durationMs: number | null;
  readonly segments: readonly HlsSegment[];
}

/** A playlist of playlists. */
export interface HlsMaster {
  readonly type: 'master';
  readonly variants: readonly { readonly url: string; readonly bandwidth: number; readonly isAudioOnly: boolean }[];
  /** Playlists of sound alone, the default one first. */
  readonly audio: readonly string[];
}

/** @see https://www.rfc-editor.org/rfc/rfc8216 section 4.3; `url`: where the text stands. */
export function parseHls(text: string, url: string): HlsMaster | HlsMedia {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const resolve = (address: string) => URL.parse(address, url)?.href ?? address;
  return lines.some((line) => line.startsWith('#EXT-X-STREAM-INF:'))
    ? readMaster(lines, resolve)
    : readMedia(lines, resolve);
}

/** The playlist to play: sound alone when there is such a thing, else the least of the video. null: the master names none. */
export function chooseRendition({ variants, audio }: HlsMaster): string | null {
  const [rendition] = audio;
  if (rendition !== undefined) return rendition;
  const ascending = variants.toSorted((a, b) => a.bandwidth - b.bandwidth);
  return (ascending.findLast(({ isAudioOnly }) => isAudioOnly) ?? ascending[0])?.url ?? null;
}

function readMaster(lines: readonly string[], resolve: (address: string) => string): HlsMaster {
  const variants: { url: string; bandwidth: number; isAudioOnly: boolean }[] = [];
  const audio: { url: string; isDefault: boolean }[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('#EXT-X-STREAM-INF:')) {
      const { BANDWIDTH, CODECS, RESOLUTION } = readAttributes(line);
      const address = lines.slice(i + 1).find((next) => next !== '' && !next.startsWith('#'));
      const isAudioOnly = RESOLUTION === undefined && CODECS !== undefined && !/avc|hvc|hev|vp0?9|av01/i.test(CODECS);
      if (address !== undefined)
        variants.push({ url: resolve(address), bandwidth: Number(BANDWIDTH) || 0, isAudioOnly });
    } else if (line.startsWith('#EXT-X-MEDIA:')) {
      const { TYPE, URI, DEFAULT } = readAttributes(line);
      if (TYPE === 'AUDIO' && URI !== undefined) audio.push({ url: resolve(URI), isDefault: DEFAULT === 'YES' });
    }
  }
  audio.sort((a, b) => Number(b.isDefault) - Number(a.isDefault));
  return { type: 'master', variants, audio: audio.map(({ url }) => url) };
}

function readMedia(lines: readonly string[], resolve: (address: string) => string): HlsMedia {
  const segments: HlsSegment[] = [];
  let sequence = 0;
  let targetMs = 6_000;
  let totalMs = 0;
  let isEnded = false;
  let key: HlsKey | null = null;
  let map: HlsMap | null = null;
  let range: HlsRange | null = null;
  let rangeEnd = 0;
  const tags: Readonly<Record<string, (value: string) => void>> = {
    '#EXT-X-MEDIA-SEQUENCE': (value) => {
      sequence = Number(value) || 0;
    },
    '#EXT-X-TARGETDURATION': (value) => {
      targetMs = Math.min(60_000, Math.max(500, Number(value) * 1_000 || 6_000));
    },
    '#EXT-X-ENDLIST': () => {
      isEnded = true;
    },
    '#EXTINF': (value) => {
      totalMs += Number.parseFloat(value) * 1_000 || 0;
    },
    '#EXT-X-KEY': (value) => {
      key = readKey(value, resolve);
    },
    '#EXT-X-MAP': (value) => {
      map = readMap(value, resolve);
    },
    '#EXT-X-BYTERANGE': (value) => {
      range = readRange(value, rangeEnd);
      rangeEnd = range.from + range.length;
    },
  };
  for (const line of lines) {
    const [tag = '', value = ''] = line.split(/:(.*)/s);
    tags[tag]?.(value);
    if (line === '' || line.startsWith('#')) continue;
    segments.push({ url: resolve(line), sequence, range, key, map });
    sequence += 1;
    range = null;
  }
  return { type: 'media', targetMs, durationMs: isEnded ? Math.round(totalMs) : null, segments };
}

function readKey(line: string, resolve: (address: string) => string): HlsKey | null {
  const { METHOD = 'NONE', URI = '', IV } = readAttributes(line);
  if (METHOD === 'NONE') return null;
  const iv = IV === undefined ? null : Buffer.from(IV.replace(/^0x/i, '').padStart(32, '0'), 'hex');
  return { method: METHOD, url: resolve(URI), iv };
}

function readMap(line: string, resolve: (address: string) => string): HlsMap {
  const { URI = '', BYTERANGE } = readAttributes(line);
  return { url: resolve(URI), range: BYTERANGE === undefined ? null : readRange(BYTERANGE, 0) };
}

/** `length[@offset]`; without an offset it begins where the one before ended. */
function readRange(text: string, before: number): HlsRange {
  const [length, from] = text.split('@');
  return { from: from === undefined ? before : Number(from) || 0, length: Number(length) || 0 };
}

/** `NAME=value,NAME="quoted, value"`. */
function readAttributes(line: string): Record<string, string> {
  const pairs = line.matchAll(/([A-Z\d-]+)=("([^"]*)"|[^,]*)/g);
  return Object.fromEntries([...pairs].map(([, name, plain, quoted]) => [name, quoted ?? plain]));
}
