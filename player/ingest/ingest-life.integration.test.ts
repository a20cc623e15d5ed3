import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { type IngestStage, openIngestStage } from '../../test/fixtures/ingest-stage.ts';
import { makeAudio, musicLike } from '../../test/fixtures/make-audio.ts';
import { ownProcesses, untilRunning } from '../../test/fixtures/own-processes.ts';

const test = suite<{ stage: IngestStage; material: string }>('ingest life');

const never = new AbortController().signal;
/** Long enough to be caught in the middle of its encoding. */
const longSeconds = 60;

test.before(async (context) => {
  context.material = await mkdtemp(join(tmpdir(), 'efir-material-'));
  await makeAudio(join(context.material, 'long.wav'), { source: musicLike(longSeconds, -4) });
});

test.after(({ material }) => rm(material, { recursive: true }));

test.before.each(async (context) => {
  context.stage = await openIngestStage({ concurrency: 1 });
  for (const name of ['a.wav', 'b.wav', 'c.wav']) {
    await symlink(join(context.material, 'long.wav'), join(context.stage.dir, name));
  }
});

test.after.each(async ({ stage }) => {
  await stage.close();
  assert.equal(await ownProcesses('ffmpeg'), [], 'no ffmpeg outlives its ingest');
});

const codeOf = (work: Promise<unknown>) =>
  work.then(String, (error) => (error instanceof AppError ? error.code : error));
const cacheNames = (stage: IngestStage) => readdir(join(stage.dir, 'cache/prepared'));
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('ffmpeg killed midway is run again, and the growing file goes on with the same bytes', async ({ stage }) => {
  const file = await stage.ingest.open(stage.track('a.wav', longSeconds * 1_000), never);
  const before = await readFile(file.path);
  assert.is(file.state, 'growing');
  process.kill(await untilRunning('ffmpeg', file.path), 'SIGKILL');
  await until(() => file.state !== 'growing');
  assert.is(file.state, 'complete');
  assert.is(file.durationMs, longSeconds * 1_000);
  const after = await readFile(file.path);
  assert.ok(before.length > 1_000 && after.subarray(0, before.length).equals(before));
});

test('the second time it is killed, the file has failed', async ({ stage }) => {
  const track = stage.track('a.wav', longSeconds * 1_000);
  const file = await stage.ingest.open(track, never);
  const first = await untilRunning('ffmpeg', file.path);
  process.kill(first, 'SIGKILL');
  await until(async () => (await ownProcesses('ffmpeg')).every(({ pid }) => pid !== first));
  process.kill(await untilRunning('ffmpeg', file.path), 'SIGKILL');
  await until(() => file.state !== 'growing');
  assert.is(file.state, 'failed');
  assert.is(file.error?.code, 'ingest-failed');
});

test('wanted at once while it is being measured: a new job gives sound, both who wait are served', async ({
  stage,
}) => {
  const track = stage.track('a.wav', longSeconds * 1_000);
  const ahead = stage.ingest.prepare(track, never);
  await untilRunning('ffmpeg', 'a.wav');
  const file = await stage.ingest.open(track, never);
  assert.is(file.state, 'growing');
  assert.is((await ahead).state, 'complete');
});

test('wanted at once while it is being encoded ahead: that file is followed', async ({ stage }) => {
  const track = stage.track('a.wav', longSeconds * 1_000);
  const ahead = stage.ingest.prepare(track, never);
  await untilRunning('ffmpeg', 'libopus');
  const file = await stage.ingest.open(track, never);
  const running = await ownProcesses('ffmpeg');
  assert.ok(running.length <= 1 && running.every(({ args }) => args.includes('-compression_level 10')));
  await ahead;
  assert.is(file.state, 'complete');
  assert.is(stage.fetched.length, 1);
});

test('one at a time ahead; what is wanted at once does not wait in line', async ({ stage }) => {
  const controller = new AbortController();
  const waiting = ['a.wav', 'b.wav'].map((name) => codeOf(stage.ingest.prepare(stage.track(name), controller.signal)));
  await untilRunning('ffmpeg', '.wav');
  assert.is((await ownProcesses('ffmpeg')).length, 1);
  assert.is((await stage.ingest.open(stage.track('c.wav', longSeconds * 1_000), never)).state, 'growing');
  controller.abort();
  assert.equal(await Promise.all(waiting), ['aborted', 'aborted']);
});

test('a job ends when the last one who waits gives up, not before', async ({ stage }) => {
  const [first, second] = [new AbortController(), new AbortController()];
  const track = stage.track('a.wav');
  const waiting = [first, second].map(({ signal }) => codeOf(stage.ingest.prepare(track, signal)));
  await untilRunning('ffmpeg', 'a.wav');
  first.abort();
  assert.is(await waiting[0], 'aborted');
  assert.is((await ownProcesses('ffmpeg')).length, 1);
  second.abort();
  assert.is(await waiting[1], 'aborted');
  await until(async () => (await ownProcesses('ffmpeg')).length === 0);
  assert.equal(await cacheNames(stage), []);
});

test('close ends everything and leaves nothing half made; what is prepared is there after a restart', async ({
  stage,
}) => {
  await makeAudio(join(stage.dir, 'short.wav'), { source: musicLike(2) });
  const prepared = await stage.ingest.prepare(stage.track('short.wav'), never);
  const file = await stage.ingest.open(stage.track('a.wav', longSeconds * 1_000), never);
  const ahead = codeOf(stage.ingest.prepare(stage.track('a.wav'), never));
  await stage.ingest.close();
  assert.is(file.state, 'failed');
  assert.is(file.error?.code, 'aborted');
  assert.is(await ahead, 'aborted');
  assert.is((await cacheNames(stage)).length, 2);
  assert.is(await codeOf(stage.ingest.open(stage.track('short.wav'), never)), 'aborted');
  const again = await openIngestStage({ cacheDir: join(stage.dir, 'cache') });
  const found = await again.ingest.open(stage.track('short.wav'), never);
  assert.equal([found.state, found.path, found.durationMs], ['complete', prepared.path, 2_000]);
  assert.equal(again.fetched, []);
  await again.close();
});

test('the same track asked for many times at once is made once', async ({ stage }) => {
  await makeAudio(join(stage.dir, 'short.wav'), { source: musicLike(3) });
  const track = stage.track('short.wav', 3_000);
  const files = await Promise.all([
    ...Array.from({ length: 5 }, () => stage.ingest.open(track, never)),
    ...Array.from({ length: 5 }, () => stage.ingest.prepare(track, never)),
  ]);
  assert.is(new Set(files.map(({ path }) => path)).size, 1);
  assert.is(stage.fetched.length, 1);
});

/** An original of which the first half is there; the rest comes, or the download breaks off, when the test says so. */
async function openSlowStage(material: string) {
  const whole = Promise.withResolvers<void>();
  const bytes = await readFile(join(material, 'long.wav'));
  const stage = await openIngestStage({
    originals: {
      fetch: async () => {
        await whole.promise;
        return join(material, 'long.wav');
      },
      follow: async () => ({
        path: join(material, 'long.wav'),
        async *read() {
          yield bytes.subarray(0, bytes.length / 2);
          await whole.promise;
          yield bytes.subarray(bytes.length / 2);
        },
      }),
      discard: async () => undefined,
    },
  });
  return { stage, whole };
}

test('an original that is still coming is heard from its beginning, whole and as loud as others in the end', async ({
  material,
}) => {
  const { stage, whole } = await openSlowStage(material);
  const track = stage.track('slow.wav', longSeconds * 1_000);
  const file = await stage.ingest.open(track, never);
  assert.is(file.state, 'growing');
  const before = await readFile(file.path);
  whole.resolve();
  await until(() => file.state !== 'growing');
  assert.equal([file.state, file.durationMs], ['complete', longSeconds * 1_000]);
  assert.ok((await readFile(file.path)).subarray(0, before.length).equals(before));
  await stage.ingest.prepare(track, never);
  const { loudnessLufs = 0 } = (await stage.ingest.figures(track.trackId)) ?? {};
  assert.ok(Math.abs(loudnessLufs + 16) < 1, `${loudnessLufs} LUFS`);
  await stage.close();
});

test('an original that breaks off is an error to who listens to it', async ({ material }) => {
  const { stage, whole } = await openSlowStage(material);
  const file = await stage.ingest.open(stage.track('broken.wav', longSeconds * 1_000), never);
  whole.reject(new AppError('source-failed', 'reset'));
  await until(() => file.state !== 'growing');
  assert.equal([file.state, file.error?.code], ['failed', 'source-failed']);
  await stage.close();
});

test('what is prepared ahead waits for the whole', async ({ material }) => {
  const { stage, whole } = await openSlowStage(material);
  const preparing = stage.ingest.prepare(stage.track('ahead.wav', longSeconds * 1_000), never);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await ownProcesses('ffmpeg'), []);
  whole.resolve();
  assert.is((await preparing).state, 'complete');
  await stage.close();
});

test.run();
