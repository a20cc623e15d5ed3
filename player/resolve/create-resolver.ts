import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { PlayQuery, Refusal, Resolution, Track, TrackSource } from '../../storage/model.ts';
import type { ResolveRequest } from '../../storage/store.ts';
import { refusalOf } from '../egress/egress-error.ts';
import { findInLibrary } from './library/find-in-library.ts';
import { listLibrary } from './library/library.ts';
import { nameTrack } from './names/track-names.ts';
import type { Located } from './originals/located.ts';
import type { Originals } from './originals/originals.ts';
import { type Probed, probeMedia } from './probe/probe-media.ts';
import { readTextQuery } from './read-query.ts';
import { openResolvedFacts } from './resolved-facts.ts';

/** What {@link createResolver} depends on. */
export interface ResolverOptions {
  readonly originals: Originals;
  readonly mediaDir: string;
  /** What is found out is remembered in `resolved/` in it. */
  readonly cacheDir: string;
  readonly log: Logger;
  /** Told of a track whose original was just fetched: it will probably be played soon (Ingest.expect). */
  readonly expect?: (track: Track, path: string) => void;
  /** How long an answer may take, milliseconds. Default 120,000. */
  readonly answerWithinMs?: number;
}

/** Finds and checks what people ask for. */
export interface Resolver {
  /**
   * The track asked for, fetched, whole and with sound in it, or why it cannot be played.
   * @throws AppError `aborted`, `program-missing`, `internal`.
   */
  resolve(request: ResolveRequest, signal: AbortSignal): Promise<Resolution>;
}

/** What is known of a source by hearsay. */
type Hearsay = Pick<Extract<PlayQuery, { type: 'source' }>, 'title' | 'performer'>;

const nothingSaid: Hearsay = { title: null, performer: null };

/** Creates the resolver. */
export async function createResolver(options: ResolverOptions): Promise<Resolver> {
  const { originals, mediaDir, cacheDir, log, expect, answerWithinMs = 120_000 } = options;
  const facts = await openResolvedFacts(join(cacheDir, 'resolved'));

  function resolveQuery(query: PlayQuery, signal: AbortSignal): Promise<Resolution> {
    if (query.type === 'source') return resolveSource(query.source, query, signal);
    const text = readTextQuery(query.text);
    if (text.type === 'link') return resolveSource({ type: 'http', url: text.url }, nothingSaid, signal);
    return resolveName(text.name, text.orLink, signal);
  }

  async function resolveName(name: string, orLink: string | null, signal: AbortSignal): Promise<Resolution> {
    const match = findInLibrary(await listLibrary(mediaDir), name);
    if (match.type === 'found') return resolveSource({ type: 'library', path: match.path }, nothingSaid, signal);
    if (orLink !== null) return resolveSource({ type: 'http', url: orLink }, nothingSaid, signal);
    const nearest = match.nearest.map((path) => path.replace(/\.[^./]+$/, ''));
    return { type: 'refused', name, refusal: { code: 'not-in-library', nearest } };
  }

  async function resolveSource(source: TrackSource, said: Hearsay, signal: AbortSignal): Promise<Resolution> {
    const located = await originals.locate(source, signal);
    if (located.type === 'refused') return refuse(source, said, located.refusal);
    try {
      const known = await facts.read(located.trackId);
      const found = known ?? (await inspect(located, source, said, signal));
      if (found.type === 'refused') return refuse(source, said, found.refusal);
      return { type: 'tracks', tracks: [trackOf(located, source, said, found)] };
    } finally {
      located.release();
    }
  }

  async function inspect(located: LocatedOk, source: TrackSource, said: Hearsay, signal: AbortSignal): Promise<Probed> {
    const path = await originals.save(located, signal);
    const probed = await probeMedia(path, located.claimsAudio, signal);
    if (probed.type === 'ok') {
      await facts.write(located.trackId, probed);
      expect?.(trackOf(located, source, said, probed), path);
    } else {
      await originals.discard({ trackId: located.trackId });
    }
    return probed;
  }

  return {
    async resolve({ query }, signal) {
      const late = AbortSignal.timeout(answerWithinMs);
      try {
        return await resolveQuery(query, AbortSignal.any([signal, late]));
      } catch (error) {
        const refusal = signal.aborted ? null : judgeError(error, late.aborted);
        if (refusal === null) throw error;
        log.info({ err: error, refusal }, 'not resolved');
        return query.type === 'source'
          ? refuse(query.source, query, refusal)
          : { type: 'refused', name: query.text.trim(), refusal };
      }
    },
  };
}

type LocatedOk = Extract<Located, { type: 'ok' }>;

function trackOf(
  { trackId, fileName }: LocatedOk,
  source: TrackSource,
  said: Hearsay,
  media: Extract<Probed, { type: 'ok' }>,
): Track {
  return { trackId, ...nameTrack(media, said, fileName), durationMs: media.durationMs, source };
}

/** The refusal, with the name by which the person who asked knows the thing. */
function refuse(source: TrackSource, said: Hearsay, refusal: Refusal): Resolution {
  return { type: 'refused', name: nameOf(source, said), refusal };
}

function nameOf(source: TrackSource, { title, performer }: Hearsay): string {
  switch (source.type) {
    case 'telegram':
      if (source.fileName !== null) return source.fileName;
      return [performer, title].filter((part) => part !== null).join(' – ') || 'audio';
    case 'library':
      return source.path;
    case 'http':
      return source.url;
  }
}

/** What to tell a person of an error; null: it is not theirs to know. */
function judgeError(error: unknown, isLate: boolean): Refusal | null {
  const refusal = refusalOf(error);
  if (refusal !== null) return refusal;
  const isAway = error instanceof AppError && error.code.startsWith('telegram-');
  return isLate || isAway ? { code: 'too-long-to-answer' } : null;
}
