import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { PlayQuery, Refusal, Resolution, SourceQuery, Track, TrackSource } from '../../storage/model.ts';
import type { ResolveRequest } from '../../storage/store.ts';
import type { Egress } from '../egress/create-egress.ts';
import { refusalOf } from '../egress/egress-error.ts';
import { type ReadAlbum, resolveAlbum } from './albums/resolve-album.ts';
import { openLibrary } from './library/watched-library.ts';
import { resolveLive } from './live/resolve-live.ts';
import type { Originals, ReportFetched } from './originals/originals.ts';
import type { Pages } from './pages/pages.ts';
import { isPlaylistLocated, readPlaylist } from './playlists/read-playlist.ts';
import { type Entry, type Nesting, readEntries, resolveEntries } from './playlists/resolve-entries.ts';
import { readTextQuery } from './read-query.ts';
import { createFileResolver, type Hearsay, type LocatedFile, nothingSaid, oneTrack } from './resolve-file.ts';
import { openResolvedFacts } from './resolved-facts.ts';

/** What {@link createResolver} depends on. */
export interface ResolverOptions {
  readonly originals: Originals;
  readonly egress: Egress;
  /** null: yt-dlp is not installed. */
  readonly pages: Pages | null;
  readonly readAlbum: ReadAlbum;
  readonly mediaDir: string;
  /** What is found out is remembered in `resolved/` in it. */
  readonly cacheDir: string;
  readonly log: Logger;
  /** Told of a track whose original was just fetched: it will probably be played soon (Ingest.expect). */
  readonly expect?: (track: Track, path: string) => void;
  /** How long an answer may take, milliseconds. Default 120,000. */
  readonly answerWithinMs?: number;
  /** After how long a long list or a large file is taken at its word, milliseconds. Default 20,000. */
  readonly patienceMs?: number;
}

/** Finds and checks what people ask for. Whoever creates it closes it. */
export interface Resolver {
  /**
   * The tracks asked for, fetched, whole and with sound in them, or why they cannot be played; of a search that fits several, those. What
   * a list holds beyond what can be checked in time is taken at its word when it is in the library, and refused otherwise.
   * @throws AppError `aborted`, `program-missing`, `internal`.
   */
  resolve(request: ResolveRequest, signal: AbortSignal, report?: ReportFetched): Promise<Resolution>;
  close(): Promise<void>;
}

/** What an entry of a list has at least, however late it is its turn, milliseconds. */
const leastEntryMs = 5_000;

/** Creates the resolver. */
export async function createResolver(options: ResolverOptions): Promise<Resolver> {
  const { originals, egress, pages, readAlbum, mediaDir, cacheDir, log, expect } = options;
  const { answerWithinMs = 120_000, patienceMs = 20_000 } = options;
  const facts = await openResolvedFacts(join(cacheDir, 'resolved'));
  const files = createFileResolver({ originals, facts, log, expect, largeFileMs: patienceMs });
  const library = openLibrary({ mediaDir, log });

  function resolveQuery(query: PlayQuery, signal: AbortSignal, report?: ReportFetched): Promise<Resolution> {
    const nesting = { depth: 0, around: [], deadline: Date.now() + patienceMs, ...(report && { report }) };
    if (query.type === 'source') return resolveSource(query.source, query, nesting, signal);
    if (query.type === 'album') {
      const resolveOne = ({ source, ...said }: SourceQuery) =>
        answering(
          () => resolveSource(source, said, nesting, signal),
          (refusal) => refuse(source, said, refusal),
          signal,
        );
      return resolveAlbum({ readAlbum, resolveOne, log }, query.known, signal);
    }
    const text = readTextQuery(query.text);
    if (text.type === 'link') return resolveSource({ type: 'http', url: text.url }, nothingSaid, nesting, signal);
    return resolveName(text.name, text.orLink, nesting, signal);
  }

  async function resolveName(
    name: string,
    orLink: string | null,
    nesting: Nesting,
    signal: AbortSignal,
  ): Promise<Resolution> {
    const paths = await library.findFolder(name);
    if (paths !== null) return resolveList(name, paths.map(libraryEntry), nesting, signal);
    const match = await library.find(name);
    if (match.type === 'found') {
      return resolveSource({ type: 'library', path: match.path }, nothingSaid, nesting, signal);
    }
    if (orLink !== null) return resolveSource({ type: 'http', url: orLink }, nothingSaid, nesting, signal);
    if (match.type === 'several') return offer(match.paths, signal);
    const found = (await pages?.search(name, signal)) ?? [];
    if (found.length > 0) return { type: 'choices', choices: found };
    const nearest = match.nearest.map((path) => path.replace(/\.[^./]+$/, ''));
    return { type: 'refused', name, refusal: { code: 'not-in-library', nearest } };
  }

  async function offer(paths: readonly string[], signal: AbortSignal): Promise<Resolution> {
    const choices: Track[] = [];
    for (const path of paths) {
      const source: TrackSource = { type: 'library', path };
      const located = await originals.locate(source, signal);
      if (located.type === 'ok') choices.push(await files.believe(located, source, nothingSaid));
    }
    return { type: 'choices', choices };
  }

  async function resolveSource(
    source: TrackSource,
    said: Hearsay,
    nesting: Nesting,
    signal: AbortSignal,
  ): Promise<Resolution> {
    const key = keyOf(source);
    if (nesting.around.includes(key)) return refuse(source, said, { code: 'playlist-loop' });
    if (source.type === 'live') return resolveLive(egress, source.url, said.title, signal);
    if (source.type === 'yt-dlp') return resolvePage(source.url, signal);
    const located = await originals.locate(source, signal);
    if (located.type === 'refused') return resolveRefused(located.refusal, source, said, signal);
    try {
      const keys = located.finalUrl === undefined ? [key] : [key, `http:${located.finalUrl}`];
      if (keys.some((name) => nesting.around.includes(name))) return refuse(source, said, { code: 'playlist-loop' });
      const inside = { ...nesting, depth: nesting.depth + 1, around: [...nesting.around, ...keys], report: undefined };
      if (isPlaylistLocated(located)) return await resolvePlaylist(located, source, said, inside, signal);
      if (Date.now() > nesting.deadline) return oneTrack(await files.believe(located, source, said));
      const found = await files.check(located, source, said, signal, nesting.report);
      return 'trackId' in found ? oneTrack(found) : refuse(source, said, found.refusal);
    } finally {
      located.release();
    }
  }

  /** What is no file may still be something: a broadcast, or a page with sound in it. */
  async function resolveRefused(
    refusal: Refusal,
    source: TrackSource,
    said: Hearsay,
    signal: AbortSignal,
  ): Promise<Resolution> {
    if (source.type !== 'http') return refuse(source, said, refusal);
    if (refusal.code === 'url-endless') return resolveLive(egress, source.url, said.title, signal);
    if (refusal.code === 'url-html') return resolvePage(source.url, signal);
    return refuse(source, said, refusal);
  }

  async function resolvePlaylist(
    located: LocatedFile,
    source: TrackSource,
    said: Hearsay,
    nesting: Nesting,
    signal: AbortSignal,
  ): Promise<Resolution> {
    const playlist = await readPlaylist(located, source, signal);
    switch (playlist.type) {
      case 'refused':
        return refuse(source, said, playlist.refusal);
      case 'hls':
        if (source.type === 'http') return resolveLive(egress, source.url, said.title, signal);
        // Segments are files of a site; a list of them alone leads nowhere.
        return refuse(source, said, { code: 'no-audio' });
      case 'list':
        return resolveList(
          nameOf(source, said),
          readEntries(playlist.entries, playlist.place, mediaDir),
          nesting,
          signal,
        );
    }
  }

  function resolveList(
    name: string,
    entries: readonly Entry[],
    nesting: Nesting,
    signal: AbortSignal,
  ): Promise<Resolution> {
    return resolveEntries(name, entries, nesting, (source, said, inside) => {
      // One entry that is slow to come does not cost the others.
      const late = AbortSignal.timeout(Math.max(leastEntryMs, inside.deadline - Date.now()));
      return answering(
        () => resolveSource(source, { ...said, performer: null }, inside, AbortSignal.any([signal, late])),
        (refusal) => refuse(source, nothingSaid, refusal),
        signal,
        late,
      );
    });
  }

  async function resolvePage(url: string, signal: AbortSignal): Promise<Resolution> {
    if (pages === null) return { type: 'refused', name: url, refusal: { code: 'yt-dlp-missing' } };
    return pages.resolve(url, signal);
  }

  /** Turns what goes wrong with one thing into its refusal. */
  async function answering(
    work: () => Promise<Resolution>,
    refused: (refusal: Refusal) => Resolution,
    signal: AbortSignal,
    late?: AbortSignal,
  ): Promise<Resolution> {
    try {
      return await work();
    } catch (error) {
      const refusal = signal.aborted ? null : judgeError(error, late?.aborted ?? false);
      if (refusal === null) throw error;
      log.info({ err: error, refusal }, 'not resolved');
      return refused(refusal);
    }
  }

  return {
    resolve({ query }, signal, report) {
      const late = AbortSignal.timeout(answerWithinMs);
      return answering(
        () => resolveQuery(query, AbortSignal.any([signal, late]), report),
        (refusal) => {
          if (query.type === 'text') return { type: 'refused', name: query.text.trim(), refusal };
          const { source, ...said } = query.type === 'album' ? query.known : query;
          return refuse(source, said, refusal);
        },
        signal,
        late,
      );
    },
    async close() {
      files.close();
      await library.close();
    },
  };
}

function libraryEntry(path: string): Entry {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, found: { type: 'ok', source: { type: 'library', path } }, title: null, durationMs: null };
}

/** The same for the same thing, so that a list that leads back to itself is noticed. */
function keyOf(source: TrackSource): string {
  switch (source.type) {
    case 'telegram':
      return `telegram:${source.fileUniqueId}`;
    case 'library':
      return `library:${source.path}`;
    case 'http':
    case 'live':
    case 'yt-dlp':
      return `http:${source.url}`;
  }
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
    case 'live':
    case 'yt-dlp':
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
