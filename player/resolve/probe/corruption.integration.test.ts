import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { type IngestStage, openIngestStage } from '../../../test/fixtures/ingest-stage.ts';
import { makeAudio } from '../../../test/fixtures/make-audio.ts';
import { probeMedia } from './probe-media.ts';

const test = suite<{ dir: string; stage: IngestStage }>('damaged files');

const never = new AbortController().signal;

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-damaged-'));
  context.stage = await openIngestStage();
});

test.after(async ({ dir, stage }) => {
  await stage.close();
  await rm(dir, { recursive: true });
});

/** The same "random" numbers at every run (a linear congruential generator), 0…1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Overwrites places of a file with noise: its header, its middle, or both. */
function damage(bytes: Buffer, seed: number): Buffer {
  const random = createRandom(seed);
  const damaged = Buffer.from(bytes);
  const [from, share] = [[0, 0.02] as const, [0.3, 0.4] as const, [0, 1] as const][seed % 3] ?? [0, 1];
  for (let hits = 0; hits < 30; hits++) {
    const at = Math.floor((from + random() * share) * bytes.length);
    for (let index = at; index < Math.min(at + 20, bytes.length); index++) damaged[index] = Math.floor(random() * 256);
  }
  return damaged;
}

for (const name of ['a.mp3', 'a.flac', 'a.m4a', 'a.ogg', 'a.wav']) {
  test(`${name} with noise in it is refused or played, never anything else`, async ({ dir, stage }) => {
    const bytes = await readFile(await makeAudio(join(dir, name), { source: 'sine=440:d=3' }));
    for (let seed = 0; seed < 3; seed++) {
      const damaged = `damaged-${seed}-${name}`;
      await writeFile(join(stage.dir, damaged), damage(bytes, seed));
      const probed = await probeMedia(join(stage.dir, damaged), true, never);
      if (probed.type === 'refused') {
        assert.ok(['unreadable', 'truncated', 'no-audio', 'zero-length'].includes(probed.refusal.code));
        continue;
      }
      assert.ok(probed.durationMs > 0 && probed.durationMs < 60_000, `${probed.durationMs} ms`);
      const outcome = await stage.ingest
        .prepare(stage.track(damaged, probed.durationMs), never)
        .catch((error) => error);
      if (outcome instanceof Error) assert.is(outcome instanceof AppError && outcome.code, 'ingest-failed', damaged);
      else assert.ok(outcome.durationMs > 0 && outcome.durationMs < 60_000, damaged);
    }
  });
}

test.run();
