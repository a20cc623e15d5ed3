import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Media } from './probe/probe-media.ts';

const schema = z.object({
  type: z.literal('ok'),
  durationMs: z.number(),
  title: z.string().nullable(),
  performer: z.string().nullable(),
});

/** What was found out about tracks before, so that a second /play needs neither download nor probe. */
export interface ResolvedFacts {
  read(trackId: string): Promise<Media | null>;
  write(trackId: string, media: Media): Promise<void>;
}

/** Older facts are forgotten, milliseconds. */
const keptMs = 30 * 24 * 3_600_000;

/** Opens the folder of facts (made when missing), one small file a track, and forgets old ones. */
export async function openResolvedFacts(dir: string): Promise<ResolvedFacts> {
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(dir)) {
    const { mtimeMs } = await stat(join(dir, name));
    if (mtimeMs + keptMs < Date.now()) await rm(join(dir, name), { force: true });
  }
  return {
    async read(trackId) {
      const text = await readFile(join(dir, `${trackId}.json`), 'utf8').catch(emptyWhenMissing);
      // A file cut short by a full disk or a crash is as good as none.
      const parsed = schema.safeParse(isWhole(text) ? JSON.parse(text) : null);
      return parsed.success ? parsed.data : null;
    },
    write: (trackId, media) => writeFile(join(dir, `${trackId}.json`), `${JSON.stringify(media)}\n`),
  };
}

/** Facts are one line: a file that ends otherwise was not written to its end. */
function isWhole(text: string): boolean {
  return text.startsWith('{') && text.endsWith('}\n');
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
