import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { NamedRefusal, Resolution, SourceQuery, StreamId, Track } from '../../../storage/model.ts';
import { inLanes } from '../playlists/in-lanes.ts';

/** The files of the album that a message belongs to, as the assistant sees them. @throws AppError `chat-unreachable`, `telegram-…`. */
export type ReadAlbum = (chatId: StreamId, messageId: number, signal: AbortSignal) => Promise<readonly SourceQuery[]>;

/** What an album is resolved with. */
export interface AlbumDependencies {
  readonly readAlbum: ReadAlbum;
  readonly resolveOne: (query: SourceQuery) => Promise<Resolution>;
  readonly log: Logger;
}

const lanes = 4;

/**
 * Resolves all of an album of which one file is known, in its order; that one alone when the assistant cannot look. What cannot be played
 * is told beside what can.
 */
export async function resolveAlbum(
  { readAlbum, resolveOne, log }: AlbumDependencies,
  known: SourceQuery,
  signal: AbortSignal,
): Promise<Resolution> {
  const files = await readRest(readAlbum, known, log, signal);
  if (files.length === 1) return await resolveOne(known);
  const resolutions = await inLanes(files, lanes, resolveOne);
  const tracks: Track[] = [];
  const refused: NamedRefusal[] = [];
  for (const resolution of resolutions) {
    if (resolution.type === 'refused') refused.push({ name: resolution.name, refusal: resolution.refusal });
    if (resolution.type === 'tracks') tracks.push(...resolution.tracks);
  }
  return { type: 'tracks', tracks, refused };
}

/** The album; the known file stands in it as the bot saw it, by whose id it is fetched without the assistant. */
async function readRest(
  readAlbum: ReadAlbum,
  known: SourceQuery,
  log: Logger,
  signal: AbortSignal,
): Promise<readonly SourceQuery[]> {
  const { source } = known;
  if (source.type !== 'telegram') return [known];
  try {
    const files = await readAlbum(source.chatId, source.messageId, signal);
    const isKnown = (file: SourceQuery) =>
      file.source.type === 'telegram' && file.source.messageId === source.messageId;
    return files.some(isKnown) ? files.map((file) => (isKnown(file) ? known : file)) : [known];
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    log.info({ err: error, chatId: source.chatId }, 'the rest of an album cannot be seen');
    return [known];
  }
}
