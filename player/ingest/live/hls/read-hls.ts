import { createDecipheriv } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../../../log.ts';
import type { Egress } from '../../../egress/create-egress.ts';
import { EgressError } from '../../../egress/egress-error.ts';
import { maxHlsBytes, readAtMost } from '../live-input.ts';
import {
  chooseRendition,
  type HlsKey,
  type HlsMap,
  type HlsMedia,
  type HlsRange,
  type HlsSegment,
  parseHls,
} from './parse-hls.ts';

/** What is read. `url`, `text`: the playlist that was asked for, as it answered. */
export interface HlsOptions {
  readonly egress: Egress;
  readonly url: string;
  readonly text: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** A live broadcast is joined this many segments before its end (RFC 8216, section 6.3.3). */
const segmentsBehind = 3;
const maxSegmentBytes = 64 * 2 ** 20;
/** Failures in a row that are taken for the end. */
const maxFailures = 6;
const failureMs = 1_000;

/**
 * Fetches the segments of an HLS broadcast one after another, each through the egress guard, and gives their bytes: MPEG-TS, ADTS, MP3 or
 * fragmented MP4, as one stream that ffmpeg reads without knowing of playlists. Ends with a recording; a live one goes on until it fails.
 * Whoever reads slowly holds it up; who fell behind what the site keeps goes on at the live end.
 * @throws EgressError when the site gives no more; AppError `aborted`.
 */
export async function* readHls({ egress, url, text, signal, log }: HlsOptions): AsyncGenerator<Uint8Array> {
  const place = await findMedia();
  const keys = new Map<string, Buffer>();
  let media = place.media;
  let next: number | null = null;
  let lastMap: string | null = null;
  let failures = 0;

  async function fetchBytes(address: string, maxBytes: number, range: HlsRange | null = null) {
    const answer = await egress.open(address, { signal, maxBytes, ...(range && { range }) });
    if (answer.type === 'refused') throw new EgressError(answer.refusal);
    return { bytes: await readAtMost(answer.stream, maxBytes), url: answer.finalUrl.href };
  }

  async function loadMedia(address: string): Promise<HlsMedia> {
    const answer = await fetchBytes(address, maxHlsBytes);
    const parsed = parseHls(answer.bytes.toString('utf8'), answer.url);
    if (parsed.type === 'media') return parsed;
    throw new EgressError({ code: 'no-audio' });
  }

  async function findMedia() {
    const first = parseHls(text, url);
    if (first.type === 'media') return { address: url, media: first };
    const address = chooseRendition(first);
    if (address === null) throw new EgressError({ code: 'no-audio' });
    return { address, media: await loadMedia(address) };
  }

  async function decrypt(bytes: Buffer, key: HlsKey | null, sequence: number): Promise<Buffer> {
    if (key === null) return bytes;
    if (key.method !== 'AES-128') throw new EgressError({ code: 'unreadable' });
    const secret = keys.get(key.url) ?? (await fetchBytes(key.url, 1_024)).bytes;
    if (secret.length !== 16) throw new EgressError({ code: 'unreadable' });
    keys.set(key.url, secret);
    const cipher = createDecipheriv('aes-128-cbc', secret, key.iv ?? ivOf(sequence));
    return Buffer.concat([cipher.update(bytes), cipher.final()]);
  }

  async function fetchSegment({ url: address, range, key, sequence, map }: HlsSegment): Promise<Buffer[]> {
    const parts: Buffer[] = [];
    if (map !== null && nameOf(map) !== lastMap)
      parts.push((await fetchBytes(map.url, maxSegmentBytes, map.range)).bytes);
    parts.push(await decrypt((await fetchBytes(address, maxSegmentBytes, range)).bytes, key, sequence));
    lastMap = map === null ? null : nameOf(map);
    return parts;
  }

  /** Counts a failure; too many in a row end the broadcast. */
  async function rest(error: unknown): Promise<void> {
    failures += 1;
    if (signal.aborted || failures >= maxFailures) throw error;
    log.debug({ err: error, failures }, 'a broadcast falters');
    await sleep(failureMs * failures, undefined, { signal });
  }

  for (;;) {
    next ??= firstOf(media);
    const waiting: HlsSegment[] = following(media, next);
    for (const segment of waiting) {
      try {
        yield* await fetchSegment(segment);
        failures = 0;
      } catch (error) {
        // A segment that does not come is a gap, not the end.
        await rest(error);
      }
      next = segment.sequence + 1;
    }
    if (media.durationMs !== null) return;
    // Nothing new: half a segment is soon enough (RFC 8216, section 6.3.4).
    await sleep(media.targetMs / 2, undefined, { signal });
    try {
      media = await loadMedia(place.address);
    } catch (error) {
      await rest(error);
    }
  }
}

function firstOf({ segments, durationMs }: HlsMedia): number {
  const at = durationMs === null ? Math.max(0, segments.length - segmentsBehind) : 0;
  return segments[at]?.sequence ?? 0;
}

/** What comes from `next` on; when the site keeps that no more, or began anew, the live end. */
function following(media: HlsMedia, next: number): HlsSegment[] {
  const { segments } = media;
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return [];
  const isLost = next < first.sequence || next > last.sequence + segments.length;
  const from = isLost ? firstOf(media) : next;
  return segments.filter(({ sequence }) => sequence >= from);
}

function nameOf({ url, range }: HlsMap): string {
  return `${url}#${range?.from ?? ''}`;
}

/** RFC 8216, section 5.2: the segment's number as 16 bytes. */
function ivOf(sequence: number): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeBigUInt64BE(BigInt(sequence), 8);
  return iv;
}
