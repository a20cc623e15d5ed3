import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../log.ts';
import { openRealtimeStore } from '../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { type IngestStage, openIngestStage } from '../test/fixtures/ingest-stage.ts';
import { makeAudio } from '../test/fixtures/make-audio.ts';
import { startTestRedis, type TestRedis } from '../test/fixtures/redis.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { followRemovedTracks } from './follow-removed-tracks.ts';
import { openLibraryFile } from './resolve/library/library.ts';
import { trackIdOf } from './resolve/originals/track-id.ts';

const suite = describe('deleted tracks, at a player');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const none = new AbortController().signal;
let redis: TestRedis;
let store: RealtimeStore;
let stage: IngestStage;
let mediaDir = '';

suite.before(async () => {
  redis = await startTestRedis();
  store = await openRealtimeStore({ url: redis.url, prefix: 'removed', log });
  stage = await openIngestStage();
  mediaDir = await makeTemporaryFolder();
});
suite.after(async () => {
  await stage.close();
  await store.close();
  await redis.stop();
  await rm(mediaDir, { recursive: true });
});

/** Runs a player's part until `isDone`. */
async function follow(isDone: () => Promise<boolean>): Promise<void> {
  const stopping = new AbortController();
  const following = followRemovedTracks({ store, ingest: stage.ingest, mediaDir, log, signal: stopping.signal });
  await waitFor(isDone, { what: 'the track to be dropped' });
  stopping.abort();
  await following;
}

/** A file of the library, and its track. */
async function library(path: string) {
  await mkdir(join(mediaDir, 'album'), { recursive: true });
  await writeFile(join(mediaDir, path), 'sound');
  const file = await openLibraryFile(mediaDir, path);
  const trackId = trackIdOf('library', path, file?.sizeBytes ?? 0, file?.modifiedMs ?? 0);
  return { trackId, source: { type: 'library', path } as const };
}

const isThere = async (path: string) => (await openLibraryFile(mediaDir, path)) !== null;

suite('what was prepared goes, also when the player was away; what was prepared since stays', async () => {
  await makeAudio(join(stage.dir, 'tone.wav'));
  const track = stage.track('tone.wav');
  await stage.ingest.prepare(track, none);
  await store.removedTracks.tell({ trackId: track.trackId, source: track.source, removedAt: Date.now() + 1 });
  await follow(async () => (await stage.ingest.figures(track.trackId)) === null);
  await stage.ingest.prepare(track, none);
  await store.removedTracks.tell({ ...(await library('marker.mp3')), removedAt: Date.now() });
  await follow(async () => !(await isThere('marker.mp3')));
  assert.ok(await stage.ingest.figures(track.trackId), 'it was prepared after it was deleted');
});

suite('a file of the library is deleted, its neighbour is not', async () => {
  const gone = await library('album/gone.mp3');
  await library('album/stays.mp3');
  await store.removedTracks.tell({ ...gone, removedAt: Date.now() });
  await follow(async () => !(await isThere('album/gone.mp3')));
  assert.ok(await isThere('album/stays.mp3'));
});

suite('another file that has taken the name since stays', async () => {
  const older = await library('replaced.mp3');
  await utimes(join(mediaDir, 'replaced.mp3'), 1, 1);
  await store.removedTracks.tell({ ...older, removedAt: Date.now() });
  await store.removedTracks.tell({ ...(await library('marker.mp3')), removedAt: Date.now() });
  await follow(async () => !(await isThere('marker.mp3')));
  assert.ok(await isThere('replaced.mp3'));
});

suite('nothing outside of the library is touched: no path leads out, a link goes and not what it leads to', async () => {
  const outside = await makeTemporaryFolder();
  const secret = join(outside, 'secret.mp3');
  await writeFile(secret, 'sound');
  await symlink(secret, join(mediaDir, 'out.mp3'));
  const inside = await library('real.mp3');
  await symlink(join(mediaDir, 'real.mp3'), join(mediaDir, 'link.mp3'));
  const facts = await openLibraryFile(outside, 'secret.mp3');
  for (const path of [secret, `../${outside.split('/').at(-1)}/secret.mp3`, 'out.mp3']) {
    const trackId = trackIdOf('library', path, facts?.sizeBytes ?? 0, facts?.modifiedMs ?? 0);
    await store.removedTracks.tell({ trackId, source: { type: 'library', path }, removedAt: Date.now() });
  }
  const link = await openLibraryFile(mediaDir, 'link.mp3');
  const trackId = trackIdOf('library', 'link.mp3', link?.sizeBytes ?? 0, link?.modifiedMs ?? 0);
  await store.removedTracks.tell({ trackId, source: { type: 'library', path: 'link.mp3' }, removedAt: Date.now() });
  await follow(async () => !(await isThere('link.mp3')));
  assert.ok(await isThere(inside.source.path));
  assert.ok(await openLibraryFile(outside, 'secret.mp3'));
  await rm(outside, { recursive: true });
});

suite.run();
