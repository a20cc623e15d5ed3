import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../../log.ts';
import { isAliveElsewhere } from '../program/alive-elsewhere.ts';
import { type PreparedFigures, preparedFigures } from './prepared-file.ts';

/** A prepared file and where it lies. */
export interface Prepared {
  readonly path: string;
  readonly figures: PreparedFigures;
}

/** What {@link openPreparedCache} depends on. `profile` tells files of other settings apart, such as `2ch-128k`. */
export interface PreparedCacheOptions {
  readonly dir: string;
  readonly maxBytes: number;
  readonly profile: string;
  readonly log: Logger;
  /** Unix time, milliseconds. */
  readonly now?: () => number;
}

/**
 * A folder of prepared files, `<trackId>.<profile>.<pid>-<random>.opus`, each made valid by `<trackId>.<profile>.json`, which is put in
 * place in one step when all is done. A file without one is half made. Several processes may share the folder.
 */
export interface PreparedCache {
  /** Finds a prepared file and counts it as used now. */
  lookup(trackId: string): Promise<Prepared | null>;
  /** A path for a new file of a track; nobody else gets the same. */
  newPath(trackId: string): string;
  /** Makes a finished file the track's prepared one, then makes room. */
  commit(path: string, figures: Omit<PreparedFigures, 'file' | 'sizeBytes'>): Promise<Prepared>;
  /** Removes a file that will not be committed. */
  discard(path: string): Promise<void>;
  /** Removes what was prepared of a track before then (Unix milliseconds), unless it is pinned. Whoever reads it goes on reading. */
  remove(trackId: string, before: number): Promise<void>;
  /** Never removes this track to make room, or for any other reason. */
  pin(trackId: string): void;
  /** What the valid files took together when this process last looked: at its start, and after each commit. */
  readonly sizeBytes: number;
}

/** Time beyond its own length for which a file counts as in use after it was last asked for, milliseconds. */
const graceMs = 10 * 60_000;

/** Opens the folder (made when missing) and removes what a process that is gone left half done. */
export async function openPreparedCache(options: PreparedCacheOptions): Promise<PreparedCache> {
  const { dir, maxBytes, profile, log, now = Date.now } = options;
  await mkdir(dir, { recursive: true });
  await removeHalfFiles(dir, log);
  let sizeBytes = sizeOf(await listPrepared(dir));
  const pinned = new Set<string>();
  const figuresPath = (trackId: string) => join(dir, `${trackId}.${profile}.json`);

  async function makeRoom(): Promise<void> {
    const entries = await listPrepared(dir);
    entries.sort((a, b) => a.usedAt - b.usedAt);
    sizeBytes = sizeOf(entries);
    for (const { name, figures, usedAt } of entries) {
      if (sizeBytes <= maxBytes) return;
      if (pinned.has(figures.trackId) || usedAt + figures.durationMs + graceMs > now()) continue;
      // The figures first: without them the file is half made, and goes at the next start at the latest.
      await rm(join(dir, name), { force: true });
      await rm(join(dir, figures.file), { force: true });
      sizeBytes -= figures.sizeBytes;
      log.debug({ trackId: figures.trackId }, 'prepared track removed to make room');
    }
  }

  return {
    async lookup(trackId) {
      const figures = await readFigures(figuresPath(trackId));
      if (figures === null) return null;
      const path = join(dir, figures.file);
      if (!(await exists(path))) return null;
      const at = new Date(now());
      await utimes(figuresPath(trackId), at, at);
      return { path, figures };
    },
    newPath: (trackId) => join(dir, `${trackId}.${profile}.${process.pid}-${randomBytes(4).toString('hex')}.opus`),
    async commit(path, given) {
      const { size } = await stat(path);
      const figures = { ...given, file: path.slice(dir.length + 1), sizeBytes: size };
      const before = await readFigures(figuresPath(given.trackId));
      await writeFile(`${path}.json`, JSON.stringify(figures));
      const at = new Date(now());
      await utimes(`${path}.json`, at, at);
      await rename(`${path}.json`, figuresPath(given.trackId));
      if (before !== null && before.file !== figures.file) await rm(join(dir, before.file), { force: true });
      await makeRoom();
      return { path, figures };
    },
    discard: (path) => rm(path, { force: true }),
    async remove(trackId, before) {
      const figures = pinned.has(trackId) ? null : await readFigures(figuresPath(trackId));
      if (figures === null) return;
      const path = join(dir, figures.file);
      const facts = await stat(path).catch(nullWhenMissing);
      if (facts !== null && facts.mtimeMs > before) return;
      await rm(figuresPath(trackId), { force: true });
      await rm(path, { force: true });
    },
    pin: (trackId) => void pinned.add(trackId),
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

function sizeOf(entries: Awaited<ReturnType<typeof listPrepared>>): number {
  return entries.reduce((sum, { figures }) => sum + figures.sizeBytes, 0);
}

/** Every valid entry of the folder, of any profile. */
async function listPrepared(dir: string) {
  const entries = [];
  for (const name of await readdir(dir)) {
    if (!name.endsWith('.json') || name.endsWith('.opus.json')) continue;
    const figures = await readFigures(join(dir, name));
    if (figures !== null) entries.push({ name, figures, usedAt: (await stat(join(dir, name))).mtimeMs });
  }
  return entries;
}

/** Removes audio that no figures name, unless a living process of another player may be writing it. */
async function removeHalfFiles(dir: string, log: Logger): Promise<void> {
  const whole = new Set((await listPrepared(dir)).map(({ figures }) => figures.file));
  for (const name of await readdir(dir)) {
    const pid = /\.(\d+)-[\da-f]+\.opus(\.json)?$/.exec(name)?.[1];
    if (pid === undefined || whole.has(name) || isAliveElsewhere(Number(pid))) continue;
    await rm(join(dir, name), { force: true });
    log.debug({ file: name }, 'half-made file removed');
  }
}

/** null when there are none, or they are not ours. */
async function readFigures(path: string): Promise<PreparedFigures | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const parsed = preparedFigures.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** A file cut short by a full disk is as good as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(nullWhenMissing)) !== null;
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
