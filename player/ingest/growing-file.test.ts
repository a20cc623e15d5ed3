import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { makeAudio } from '../../test/fixtures/make-audio.ts';
import { completeFile, createGrowingFile, waitForSound } from './growing-file.ts';

const test = suite<{ dir: string; bytes: Buffer }>('growing file');

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-growing-'));
  const path = await makeAudio(join(context.dir, 'a.opus'), {
    output: ['-c:a', 'libopus', '-page_duration', '200000'],
  });
  context.bytes = await readFile(path);
});

test.after(({ dir }) => rm(dir, { recursive: true }));

/** Whether a promise settles within a few looks at the file. */
async function settles(work: Promise<unknown>): Promise<boolean> {
  const later = new Promise((resolve) => setTimeout(() => resolve(false), 150));
  return (await Promise.race([work.then(() => true), later])) === true;
}

test('grows, then is complete with its length, or has failed with its error', () => {
  const growing = createGrowingFile('t', '/p');
  assert.equal({ ...growing.file }, { trackId: 't', path: '/p', state: 'growing', error: null, durationMs: null });
  growing.complete(1_234);
  assert.equal([growing.file.state, growing.file.durationMs], ['complete', 1_234]);
  const broken = createGrowingFile('t', '/p');
  const error = new AppError('ingest-failed', 'x');
  broken.fail(error);
  assert.equal([broken.file.state, broken.file.error], ['failed', error]);
  assert.equal(completeFile('t', '/p', 5), { trackId: 't', path: '/p', state: 'complete', error: null, durationMs: 5 });
});

test('sound is there when enough of it can be decoded, not when bytes are', async ({ dir, bytes }) => {
  const path = join(dir, 'b.opus');
  const growing = createGrowingFile('t', path);
  const waiting = waitForSound(growing, 600);
  assert.not.ok(await settles(waiting), 'no file yet');
  await writeFile(path, bytes.subarray(0, 100));
  assert.not.ok(await settles(waiting), 'headers only');
  const quarter = Math.floor(bytes.length / 8);
  await appendFile(path, bytes.subarray(100, quarter));
  assert.not.ok(await settles(waiting), 'some 250 ms');
  await appendFile(path, bytes.subarray(quarter, Math.floor(bytes.length / 2)));
  await waiting;
});

test('a file that grows no more is waited for no longer', async ({ dir, bytes }) => {
  const short = createGrowingFile('t', join(dir, 'c.opus'));
  const waiting = waitForSound(short, 600);
  await writeFile(short.file.path, bytes.subarray(0, 100));
  short.complete(10);
  await waiting;
  const failed = createGrowingFile('t', join(dir, 'never.opus'));
  const vain = waitForSound(failed, 600);
  failed.fail(new AppError('ingest-failed', 'x'));
  await vain;
});

test.run();
