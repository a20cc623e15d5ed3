import { mendMojibake } from '../names/mend-mojibake.ts';

/** One line of a playlist, as written. */
export interface PlaylistEntry {
  /** An address, or a path. */
  readonly location: string;
  /** null when the list does not say. */
  readonly title: string | null;
  readonly durationMs: number | null;
}

/** What a playlist's text is: a list of things to play, the segments of one HLS broadcast, or no playlist at all. */
export type ParsedPlaylist =
  | { readonly type: 'list'; readonly entries: readonly PlaylistEntry[] }
  | { readonly type: 'hls' }
  | { readonly type: 'none' };

/**
 * Reads M3U (plain or extended), M3U8 and PLS. Of HLS it only says that it is that.
 * @see https://www.rfc-editor.org/rfc/rfc8216 section 4.3 for the tags that make an M3U8 an HLS playlist
 */
export function parsePlaylist(bytes: Buffer): ParsedPlaylist {
  const text = decode(bytes);
  if (text === null) return { type: 'none' };
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  if (lines.some((line) => /^\[playlist\]$/i.test(line))) return { type: 'list', entries: readPls(lines) };
  if (lines.some((line) => /^#EXT-X-(TARGETDURATION|STREAM-INF)\b/.test(line))) return { type: 'hls' };
  return { type: 'list', entries: readM3u(lines) };
}

/** UTF-8, else what Windows programs wrote; null: no text at all. */
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  const utf8 = new TextDecoder('utf-8').decode(bytes);
  return utf8.includes('\uFFFD') ? bytes.toString('latin1').split('\n').map(mendMojibake).join('\n') : utf8;
}

function readM3u(lines: readonly string[]): PlaylistEntry[] {
  const entries: PlaylistEntry[] = [];
  let title: string | null = null;
  let durationMs: number | null = null;
  for (const line of lines) {
    if (line.startsWith('#')) {
      // `#EXTINF:123 tvg-id="x",Artist - Title`; −1 or 0: not known.
      const [, seconds, said] = /^#EXTINF:\s*(-?[\d.]+)[^,]*,?(.*)$/i.exec(line) ?? [];
      if (seconds === undefined) continue;
      title = said?.trim() || null;
      durationMs = toMs(seconds);
    } else if (line !== '') {
      entries.push({ location: line, title, durationMs });
      title = null;
      durationMs = null;
    }
  }
  return entries;
}

/** `File1=…`, `Title1=…`, `Length1=…`, in whatever order. */
function readPls(lines: readonly string[]): PlaylistEntry[] {
  const fields = new Map<number, Record<string, string>>();
  for (const line of lines) {
    const [, key, number, value] = /^(file|title|length)(\d{1,9})\s*=\s*(.*)$/i.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const entry = fields.get(Number(number)) ?? {};
    entry[key.toLowerCase()] = value;
    fields.set(Number(number), entry);
  }
  return [...fields]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { file, title, length }]) =>
      file ? [{ location: file, title: title || null, durationMs: toMs(length ?? '-1') }] : [],
    );
}

function toMs(seconds: string): number | null {
  const ms = Math.round(Number(seconds) * 1_000);
  return Number.isSafeInteger(ms) && ms > 0 ? ms : null;
}
