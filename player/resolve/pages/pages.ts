import { z } from 'zod';
import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { Refusal, Resolution, Track } from '../../../storage/model.ts';
import { EgressError } from '../../egress/egress-error.ts';
import { programEnvironment, runProgram } from '../../ingest/program/run-program.ts';
import { streamProgram } from '../../ingest/program/stream-program.ts';
import { nameTrack } from '../names/track-names.ts';
import { trackIdOf } from '../originals/track-id.ts';
import { findProgram } from './find-program.ts';

/** Sound on web pages, by way of yt-dlp. */
export interface Pages {
  /** The tracks of a page (a playlist's: at most 500), or why there are none. @throws AppError `aborted`. */
  resolve(url: string, signal: AbortSignal): Promise<Resolution>;
  /** Up to five that fit some words; none when the search fails. @throws AppError `aborted`. */
  search(words: string, signal: AbortSignal): Promise<readonly Track[]>;
  /** The bytes of a page's sound; fails with EgressError `yt-dlp-failed`. */
  openSound(url: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** `proxyUrl`: of the egress proxy, through which all that it opens goes. */
export interface PagesOptions {
  readonly proxyUrl: string;
  readonly log: Logger;
}

const text = z.string().nullish();
/** The part of yt-dlp's JSON that we read. @see https://github.com/yt-dlp/yt-dlp#output-template */
const entrySchema = z.object({
  title: text,
  track: text,
  artist: text,
  uploader: text,
  channel: text,
  duration: z.number().nullish(),
  is_live: z.boolean().nullish(),
  live_status: text,
  webpage_url: text,
  url: text,
});
const infoSchema = entrySchema.extend({ entries: z.array(entrySchema.nullable()).nullish() });

type PageEntry = z.output<typeof entrySchema>;

const maxEntries = 500;
const lookTimeoutMs = 25_000;

/** Finds yt-dlp on PATH; null when it is not there. */
export async function openPages({ proxyUrl, log }: PagesOptions): Promise<Pages | null> {
  if ((await findProgram('yt-dlp', programEnvironment()['PATH'] ?? '')) === null) return null;
  // Its own configuration could make it write files or run programs.
  const common = ['--ignore-config', '--no-cache-dir', '--no-warnings', '--proxy', proxyUrl];

  async function look(what: string, signal: AbortSignal): Promise<z.output<typeof infoSchema> | null> {
    const args = [...common, '--flat-playlist', '--playlist-end', String(maxEntries), '-J', '--', what];
    try {
      const run = await runProgram('yt-dlp', args, { signal, timeoutMs: lookTimeoutMs });
      const parsed = run.code === 0 ? infoSchema.safeParse(parseJson(run.stdout)) : null;
      if (parsed?.success === true) return parsed.data;
      log.info({ code: run.code, words: run.stderr.slice(-500) }, 'yt-dlp opened nothing');
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'timeout') throw error;
      log.info({ err: error }, 'yt-dlp took too long');
    }
    return null;
  }

  return {
    async resolve(url, signal) {
      const refuse = (refusal: Refusal): Resolution => ({ type: 'refused', name: url, refusal });
      const info = await look(url, signal);
      if (info === null) return refuse({ code: 'yt-dlp-failed' });
      if (info.entries == null) {
        return isLive(info) ? refuse({ code: 'url-endless' }) : { type: 'tracks', tracks: [trackOf(info, url)] };
      }
      const tracks = tracksOf(info.entries);
      return tracks.length === 0 ? refuse({ code: 'playlist-empty' }) : { type: 'tracks', tracks };
    },
    async search(words, signal) {
      const info = await look(`ytsearch5:${words}`, signal);
      return tracksOf(info?.entries ?? []).slice(0, 5);
    },
    async *openSound(url, signal) {
      // Sound alone where there is such a thing; the native downloader, as ffmpeg would not go through the proxy.
      const how = ['-q', '-f', 'bestaudio/best', '--no-playlist', '--hls-prefer-native', '--fixup', 'never'];
      const run = streamProgram('yt-dlp', [...common, ...how, '-o', '-', '--', url], { signal });
      run.input.end();
      try {
        yield* run.output;
      } finally {
        // Whoever reads no further wants no more of it.
        run.kill();
      }
      const end = await run.ended;
      if (end.code !== 0) throw new EgressError({ code: 'yt-dlp-failed' }, new Error(end.stderr));
    },
  };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    // Cut off, or something else than was asked for: no answer.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function tracksOf(entries: readonly (PageEntry | null)[]): Track[] {
  return entries.flatMap((entry) => {
    const url = entry === null ? null : (entry.webpage_url ?? entry.url);
    if (entry === null || url == null || !/^https?:/i.test(url) || isLive(entry)) return [];
    return [trackOf(entry, url)];
  });
}

function isLive({ is_live: isOn, live_status: status }: PageEntry): boolean {
  return isOn === true || status === 'is_live' || status === 'is_upcoming';
}

function trackOf(entry: PageEntry, asked: string): Track {
  const url = entry.webpage_url ?? asked;
  const said = {
    title: entry.track ?? entry.title ?? null,
    performer: entry.artist ?? entry.channel ?? entry.uploader ?? null,
  };
  return {
    trackId: trackIdOf('yt-dlp', url),
    ...nameTrack(said, { title: null, performer: null }, new URL(url).hostname),
    durationMs: entry.duration == null ? null : Math.round(entry.duration * 1_000),
    source: { type: 'yt-dlp', url },
  };
}
