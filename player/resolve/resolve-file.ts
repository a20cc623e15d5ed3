import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import type { PlayQuery, Resolution, Track, TrackSource } from '../../storage/model.ts';
import { nameTrack } from './names/track-names.ts';
import type { Located } from './originals/located.ts';
import type { Originals, ReportFetched } from './originals/originals.ts';
import { type Probed, probeMedia } from './probe/probe-media.ts';
import type { ResolvedFacts } from './resolved-facts.ts';

/** What is known of a source by hearsay. */
export type Hearsay = Pick<Extract<PlayQuery, { type: 'source' }>, 'title' | 'performer' | 'durationMs'>;

/** Nothing is known of it yet. */
export const nothingSaid: Hearsay = { title: null, performer: null, durationMs: null };

/** A source that is there. */
export type LocatedFile = Extract<Located, { type: 'ok' }>;

/** What {@link createFileResolver} depends on. */
export interface FileResolverOptions {
  readonly originals: Originals;
  readonly facts: ResolvedFacts;
  readonly log: Logger;
  /** See ResolverOptions. */
  readonly expect: ((track: Track, path: string) => void) | undefined;
  /** How long somebody waits for a large file from Telegram before its sender is believed, milliseconds. */
  readonly largeFileMs: number;
}

/** Makes tracks of files that are there. Whoever creates it closes it. */
export interface FileResolver {
  /** Fetched, whole and with sound in it; or why it cannot be played. @throws as Resolver.resolve. */
  check(
    located: LocatedFile,
    source: TrackSource,
    said: Hearsay,
    signal: AbortSignal,
    report?: ReportFetched,
  ): Promise<Track | Extract<Probed, { type: 'refused' }>>;
  /** By what is known without opening it; it may fail when it is played. */
  believe(located: LocatedFile, source: TrackSource, said: Hearsay): Promise<Track>;
  /** Ends downloads that nobody waits for any more. */
  close(): void;
}

/** The Bot API gives files up to here at once; larger ones come from the assistant, and take their time. Bytes. */
const largeBytes = 20 * 2 ** 20;

/** Creates it. */
export function createFileResolver({ originals, facts, log, expect, largeFileMs }: FileResolverOptions): FileResolver {
  const closing = new AbortController();

  async function inspect(
    located: LocatedFile,
    source: TrackSource,
    said: Hearsay,
    signal: AbortSignal,
    report?: ReportFetched,
  ): Promise<Probed> {
    const path = await originals.save(located, signal, report);
    const probed = await probeMedia(path, located.claimsAudio, signal);
    if (probed.type === 'ok') {
      await facts.write(located.trackId, probed);
      expect?.(trackOf(located, source, said, probed), path);
    } else {
      await originals.discard({ trackId: located.trackId });
    }
    return probed;
  }

  /** The download goes on when the wait is over: ingest finds it, whole or under way. */
  async function inspectLarge(
    located: LocatedFile,
    source: TrackSource,
    said: Hearsay,
    signal: AbortSignal,
    report?: ReportFetched,
  ): Promise<Probed | null> {
    const inspecting = inspect(located, source, said, closing.signal, report);
    const waited = new AbortController();
    const late = sleep(largeFileMs, null, { signal: AbortSignal.any([signal, waited.signal]) });
    try {
      return await Promise.race([inspecting, late]);
    } finally {
      waited.abort();
      await Promise.allSettled([late]);
      inspecting.catch((error) => log.info({ err: error, trackId: located.trackId }, 'a large file did not come'));
    }
  }

  const check: FileResolver['check'] = async (located, source, said, signal, report) => {
    const known = await facts.read(located.trackId);
    if (known !== null) return trackOf(located, source, said, known);
    // Its sender says that it is sound: a download of gigabytes is no check.
    const isBelieved = said.durationMs !== null || located.claimsAudio;
    const isLarge = source.type === 'telegram' && (source.sizeBytes ?? 0) > largeBytes && isBelieved;
    const probed = await (isLarge ? inspectLarge : inspect)(located, source, said, signal, report);
    if (probed === null) return trackOf(located, source, said, { ...nothingSaid, durationMs: said.durationMs });
    return probed.type === 'ok' ? trackOf(located, source, said, probed) : probed;
  };

  return {
    check,
    async believe(located, source, said) {
      const known = await facts.read(located.trackId);
      return trackOf(located, source, said, known ?? { ...nothingSaid, durationMs: said.durationMs });
    },
    close: () => closing.abort(),
  };
}

function trackOf(
  { trackId, fileName }: LocatedFile,
  source: TrackSource,
  said: Hearsay,
  media: { readonly title: string | null; readonly performer: string | null; readonly durationMs: number | null },
): Track {
  return { trackId, ...nameTrack(media, said, fileName), durationMs: media.durationMs, source };
}

/** One track as an answer. */
export function oneTrack(track: Track): Resolution {
  return { type: 'tracks', tracks: [track] };
}
