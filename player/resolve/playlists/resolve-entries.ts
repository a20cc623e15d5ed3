import type { NamedRefusal, Refusal, Resolution, Track, TrackSource } from '../../../storage/model.ts';
import type { ReportFetched } from '../originals/originals.ts';
import { type EntrySource, type PlaylistPlace, readEntry } from './entry-source.ts';
import { inLanes } from './in-lanes.ts';
import type { PlaylistEntry } from './parse-playlist.ts';

/** Where in a nest of playlists something stands. */
export interface Nesting {
  /** How many playlists are around it. */
  readonly depth: number;
  /** Keys of those, by each name they have: to come upon one of them again is a loop. */
  readonly around: readonly string[];
  /** Unix milliseconds after which entries are no longer fetched: somebody waits for the answer. */
  readonly deadline: number;
  /** Hears of the download of what was asked for itself. */
  readonly report?: ReportFetched | undefined;
}

/** One thing to resolve, and what is said of it. */
export interface Entry {
  readonly name: string;
  readonly found: EntrySource;
  readonly title: string | null;
  readonly durationMs: number | null;
}

/** How one entry is resolved. */
export type ResolveEntry = (
  source: TrackSource,
  said: Pick<Entry, 'title' | 'durationMs'>,
  nesting: Nesting,
) => Promise<Resolution>;

/** The most tracks of one playlist or folder. */
const maxEntries = 500;
/** Playlists in playlists are followed this far down. */
const maxDepth = 3;
const lanes = 4;

/** What the lines of a playlist mean. */
export function readEntries(entries: readonly PlaylistEntry[], place: PlaylistPlace, mediaDir: string): Entry[] {
  return entries.map(({ location, title, durationMs }) => ({
    name: title ?? lastPart(location),
    found: readEntry(location, place, mediaDir),
    title,
    durationMs,
  }));
}

/**
 * Resolves the entries of a playlist or a folder, four at a time, in their order. What cannot be played is told beside what can.
 * @param name of the list, for the refusal of all of it.
 */
export async function resolveEntries(
  name: string,
  entries: readonly Entry[],
  nesting: Nesting,
  resolveEntry: ResolveEntry,
): Promise<Resolution> {
  if (entries.length === 0) return { type: 'refused', name, refusal: { code: 'playlist-empty' } };
  // A list that leads back to one around it, or goes down for ever.
  if (nesting.depth > maxDepth) return { type: 'refused', name, refusal: { code: 'playlist-loop' } };
  const resolutions = await inLanes(entries.slice(0, maxEntries), lanes, (entry) =>
    resolveOne(entry, nesting, resolveEntry),
  );
  const tracks: Track[] = [];
  const refused: NamedRefusal[] = [];
  for (const resolution of resolutions) {
    if (resolution.type === 'refused') refused.push({ name: resolution.name, refusal: resolution.refusal });
    if (resolution.type !== 'tracks') continue;
    tracks.push(...resolution.tracks);
    refused.push(...(resolution.refused ?? []));
  }
  const left = Math.max(0, entries.length - maxEntries) + Math.max(0, tracks.length - maxEntries);
  if (left > 0) refused.push({ name: `${name} (+${left})`, refusal: { code: 'playlist-too-long' } });
  return { type: 'tracks', tracks: tracks.slice(0, maxEntries), refused };
}

async function resolveOne(
  { name, found, title, durationMs }: Entry,
  nesting: Nesting,
  resolveEntry: ResolveEntry,
): Promise<Resolution> {
  const refuse = (refusal: Refusal): Resolution => ({ type: 'refused', name, refusal });
  if (found.type === 'refused') return refuse(found.refusal);
  const { source } = found;
  // Fetching takes time that is not there any more; files of our own cost next to none.
  if (source.type === 'http' && Date.now() > nesting.deadline) return refuse({ code: 'too-long-to-answer' });
  const resolution = await resolveEntry(source, { title, durationMs }, nesting);
  return resolution.type === 'refused' ? { ...resolution, name } : resolution;
}

/** How a person would call an entry that has no title. */
function lastPart(location: string): string {
  return location.split(/[/\\]/).findLast((part) => part !== '') ?? location;
}
