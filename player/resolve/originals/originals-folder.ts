import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isAliveElsewhere } from '../../ingest/program/alive-elsewhere.ts';

/** A folder of downloaded originals, one file a track, named by its id. Several processes may share it. */
export interface OriginalsFolder {
  /** The file of a track, counted as used now; null when it is not there. */
  find(trackId: string): Promise<string | null>;
  /** A path to download to; `keep` or `drop` follows. */
  newPath(trackId: string): string;
  /** Makes a finished download the track's file and removes the least recently used ones beyond the limit. */
  keep(path: string, trackId: string): Promise<string>;
  drop(path: string): Promise<void>;
  remove(trackId: string): Promise<void>;
}

/** Used so recently, a file is about to be prepared: it stays, whatever the limit. Milliseconds. */
const recentMs = 10 * 60_000;

/** Opens the folder (made when missing) and removes downloads that a process that is gone left unfinished. */
export async function openOriginalsFolder(dir: string, maxBytes: number): Promise<OriginalsFolder> {
  await mkdir(dir, { recursive: true });
  for (const name of await readdir(dir)) {
    const pid = /\.(\d+)-[\da-f]+\.part$/.exec(name)?.[1];
    if (pid !== undefined && !isAliveElsewhere(Number(pid))) await rm(join(dir, name), { force: true });
  }

  async function makeRoom(): Promise<void> {
    const files = [];
    for (const name of await readdir(dir)) {
      if (name.endsWith('.part')) continue;
      // Another process may have removed it meanwhile.
      const facts = await stat(join(dir, name)).catch(nullWhenMissing);
      if (facts !== null) files.push({ name, sizeBytes: facts.size, usedAt: facts.mtimeMs });
    }
    files.sort((a, b) => a.usedAt - b.usedAt);
    let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const { name, sizeBytes, usedAt } of files) {
      if (total <= maxBytes || usedAt + recentMs > Date.now()) return;
      await rm(join(dir, name), { force: true });
      total -= sizeBytes;
    }
  }

  return {
    async find(trackId) {
      const now = new Date();
      const path = join(dir, trackId);
      return utimes(path, now, now).then(() => path, nullWhenMissing);
    },
    newPath: (trackId) => join(dir, `${trackId}.${process.pid}-${randomBytes(4).toString('hex')}.part`),
    async keep(path, trackId) {
      const kept = join(dir, trackId);
      await rename(path, kept);
      await makeRoom();
      return kept;
    },
    drop: (path) => rm(path, { force: true }),
    remove: (trackId) => rm(join(dir, trackId), { force: true }),
  };
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
