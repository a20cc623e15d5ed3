import { stat } from 'node:fs/promises';
import { AppError } from '../../../errors.ts';
import type { Refusal } from '../../../storage/model.ts';
import { endsEarly, isCutOff } from './find-cut.ts';
import { readBanner } from './read-banner.ts';
import { type HeaderProbe, type PacketWalk, probeHeader, walkPackets } from './run-probes.ts';

/** What a playable file holds. */
export interface Media {
  readonly type: 'ok';
  /** Of its first audio stream; milliseconds. */
  readonly durationMs: number;
  /** As written in its tags; null when there are none. */
  readonly title: string | null;
  readonly performer: string | null;
}

/** A playable file, or why it is not playable. */
export type Probed = Media | { readonly type: 'refused'; readonly refusal: Refusal };

/** Shorter than this is no sound, seconds. */
const shortestSeconds = 0.1;

/**
 * Checks a file that is all there: has it audio that can be decoded, of some length, to the end that it declares?
 * @param claimsAudio whether its name or sender call it audio: what cannot be read is then damaged, else merely something else.
 * @throws AppError `aborted`, `program-missing`.
 */
export async function probeMedia(path: string, claimsAudio: boolean, signal: AbortSignal): Promise<Probed> {
  const { size } = await stat(path);
  if (size === 0) return refuse('empty-file');
  try {
    const [walk, isCut] = await Promise.all([walkPackets(path, signal), isCutOff(path)]);
    return judgePlain(walk, isCut) ?? judge(await probeHeader(path, signal), walk, isCut, claimsAudio);
  } catch (error) {
    // A file that keeps ffmpeg busy for 20 s without decoding is made to do so.
    if (error instanceof AppError && error.code === 'timeout') return refuse('unreadable');
    throw error;
  }
}

/** A plain sound file with nothing wrong, by the walk alone; null: it is not, or not certainly. */
function judgePlain(walk: PacketWalk, isCut: boolean): Media | null {
  const banner = readBanner(walk.remarks);
  const { endSeconds, isReadable } = walk;
  if (banner === null || endSeconds === null || !isReadable || isCut) return null;
  const { declaredSeconds, formatName, tags } = banner;
  if (endSeconds < shortestSeconds || endsEarly(endSeconds, declaredSeconds, formatName)) return null;
  return { type: 'ok', durationMs: Math.round(declaredSeconds * 1_000), ...namesIn(tags) };
}

function namesIn(tags: ReadonlyMap<string, string>): Pick<Media, 'title' | 'performer'> {
  const performer = tags.get('artist') ?? tags.get('performer') ?? tags.get('album_artist') ?? null;
  return { title: tags.get('title') ?? null, performer };
}

function judge({ header, remarks }: HeaderProbe, walk: PacketWalk, isCut: boolean, claimsAudio: boolean): Probed {
  if (header === null) return refuse(judgeUnreadable(remarks, claimsAudio));
  const stream = header.streams.find(({ codec_type }) => codec_type === 'audio');
  if (stream === undefined) return refuse('no-audio');
  if (!walk.isReadable || walk.endSeconds === null) return refuse(isCut ? 'truncated' : 'unreadable');
  const declared = isGuess(remarks) ? undefined : (stream.duration ?? header.format?.duration);
  const format = header.format?.format_name ?? '';
  if (isCut || (declared !== undefined && endsEarly(walk.endSeconds, declared, format))) return refuse('truncated');
  if (walk.endSeconds < shortestSeconds) return refuse('zero-length');
  const tags = lowerCaseKeys({ ...stream.tags, ...header.format?.tags });
  return {
    type: 'ok',
    durationMs: Math.round((declared ?? walk.endSeconds) * 1_000),
    ...namesIn(tags),
  };
}

function judgeUnreadable(remarks: string, claimsAudio: boolean) {
  // An MP4's index comes last: without it the file ended before its time.
  if (remarks.includes('moov atom not found')) return 'truncated';
  // ffprobe knows what it is, and it is a picture, a text or a playlist.
  if (remarks.includes('not on whitelist')) return 'no-audio';
  return claimsAudio ? 'unreadable' : 'no-audio';
}

/** Whether ffprobe's duration is computed from the bit rate: nothing that the file declares, and easily wrong. */
function isGuess(remarks: string): boolean {
  return remarks.includes('Estimating duration from bitrate');
}

function lowerCaseKeys(tags: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
}

function refuse(
  code: Exclude<Refusal, { status: number } | { limitMb: number } | { nearest: unknown }>['code'],
): Probed {
  return { type: 'refused', refusal: { code } };
}
