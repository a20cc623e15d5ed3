import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toAppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { AudioFile } from '../audio-file.ts';
import type { Ingest } from '../create-ingest.ts';
import { composePlaceholder } from './compose-placeholder.ts';
import { writeWav } from './write-wav.ts';

/** What {@link ensurePlaceholder} depends on. `file`: PLACEHOLDER_FILE, audio or video. */
export interface PlaceholderOptions {
  readonly dataDir: string;
  readonly file: string | undefined;
  readonly ingest: Pick<Ingest, 'prepareOwn'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Changes with the composition, so that an update is made anew. */
const bundledVersion = 1;
/** Quieter than the tracks: it fills a pause, nobody asked for it. */
const bundledLufs = -20;

/**
 * Gives what plays while a queue is empty, prepared: the file that the operator named, or the bundled one, composed at the first
 * start. A file that cannot be used is logged, and the bundled one taken.
 * @throws AppError `aborted`, `program-missing`, `ingest-failed` (the bundled one too could not be prepared).
 */
export async function ensurePlaceholder(options: PlaceholderOptions): Promise<AudioFile> {
  const { file, ingest, log, signal } = options;
  if (file !== undefined) {
    try {
      return await ingest.prepareOwn({ trackId: await ownId(file), original: async () => file }, signal);
    } catch (error) {
      const known = toAppError(error, 'source-failed');
      if (known.code === 'aborted' || known.code === 'program-missing') throw known;
      log.warn({ err: known, file }, 'PLACEHOLDER_FILE cannot be played, the bundled one takes its place');
    }
  }
  const original = () => writeBundledPlaceholder(options.dataDir);
  return ingest.prepareOwn(
    { trackId: `placeholder-bundled-${bundledVersion}`, original, targetLufs: bundledLufs },
    signal,
  );
}

/** Composes the bundled placeholder (some 0.5 s) and gives the path of its WAV file in the data folder. */
export async function writeBundledPlaceholder(dataDir: string): Promise<string> {
  const path = join(dataDir, 'placeholder', `bundled-${bundledVersion}.wav`);
  await writeWav(path, composePlaceholder());
  return path;
}

/** Another id when the file is another. */
async function ownId(file: string): Promise<string> {
  const facts = await stat(file);
  if (!facts.isFile()) throw new AppError('source-failed', 'it is not a file');
  const hash = createHash('sha256').update(JSON.stringify([file, facts.size, facts.mtimeMs]));
  return `placeholder-${hash.digest('base64url').slice(0, 16)}`;
}
