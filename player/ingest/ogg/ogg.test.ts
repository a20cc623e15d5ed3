import { appendFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeAudio } from '../../../test/fixtures/make-audio.ts';
import { readOggEnd } from './ogg-end.ts';
import { readOggPackets } from './ogg-packets.ts';
import { readOpusDurationMs } from './opus-duration.ts';
import { judgeOpusFile } from './opus-fitness.ts';

const test = suite<{ dir: string; path: string }>('ogg opus files');

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-ogg-'));
  context.path = await makeAudio(join(context.dir, 'a.opus'), {
    output: ['-c:a', 'libopus', '-b:a', '128k', '-vbr', 'constrained'],
  });
});

test.after(({ dir }) => rm(dir, { recursive: true }));

async function collect(packets: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const all: Buffer[] = [];
  for await (const packet of packets) all.push(packet);
  return all;
}

async function endOf(path: string) {
  const handle = await open(path);
  try {
    return await readOggEnd(handle);
  } finally {
    await handle.close();
  }
}

test('duration comes from the last granule less the pre-skip', async ({ path }) => {
  assert.is(await readOpusDurationMs(path), 2_000);
});

test('every packet is read, headers first, those over several pages too', async ({ path, dir }) => {
  const packets = await collect(readOggPackets(path));
  assert.is(packets[0]?.toString('latin1', 0, 8), 'OpusHead');
  assert.is(packets[1]?.toString('latin1', 0, 8), 'OpusTags');
  // 2,000 ms and the pre-skip of 6.5 ms are 101 frames.
  assert.is(packets.length, 2 + 101);
  const pagedPath = join(dir, 'paged.opus');
  // A tag longer than a page (65,025 bytes) must go on in the next.
  await makeAudio(pagedPath, { output: ['-c:a', 'libopus', '-metadata', `comment=${'x'.repeat(100_000)}`] });
  const paged = await collect(readOggPackets(pagedPath));
  assert.ok((paged[1]?.length ?? 0) > 100_000);
  assert.is(paged.length, 103);
});

test('the end is whole, cut or not there', async ({ path, dir }) => {
  assert.equal(await endOf(path), { granule: 96_312n, isLast: true, isCut: false });
  const cut = join(dir, 'cut.opus');
  const bytes = await readFile(path);
  await writeFile(cut, bytes);
  await truncate(cut, bytes.length - 5);
  const end = await endOf(cut);
  assert.ok(end?.isCut && !end.isLast && end.granule < 96_312n);
  const durationMs = await readOpusDurationMs(cut);
  assert.ok(durationMs !== null && durationMs >= 900 && durationMs < 2_000, String(durationMs));
  await writeFile(cut, bytes.subarray(0, 30));
  assert.is(await endOf(cut), null);
  assert.is(await readOpusDurationMs(cut), null);
  await writeFile(cut, '');
  assert.is(await readOpusDurationMs(cut), null);
});

test('what is no Ogg has no end', async ({ dir }) => {
  const path = join(dir, 'text');
  await writeFile(path, 'OggS? Not at all.');
  await appendFile(path, Buffer.alloc(100_000, 'OggS'));
  assert.is(await endOf(path), null);
  assert.is(await readOpusDurationMs(path), null);
});

test('20 ms frames in small packets are fit to be sent as they are, others are not', async ({ path, dir }) => {
  assert.equal(await judgeOpusFile(path, 1), { isFit: true, packets: 101 });
  for (const [name, output] of [
    ['frames60', ['-c:a', 'libopus', '-frame_duration', '60']],
    ['frames10', ['-c:a', 'libopus', '-frame_duration', '10']],
    ['large', ['-ac', '2', '-c:a', 'libopus', '-b:a', '510k', '-vbr', 'off']],
    ['surround', ['-ac', '6', '-c:a', 'libopus']],
    ['vorbis', ['-c:a', 'libvorbis']],
    ['stereo', ['-ac', '2', '-c:a', 'libopus', '-b:a', '96k']],
  ] as const) {
    const other = await makeAudio(join(dir, `${name}.ogg`), { output });
    assert.is((await judgeOpusFile(other, 1)).isFit, false, name);
  }
});

test('an output gain in the header makes a file unfit', async ({ path, dir }) => {
  const bytes = await readFile(path);
  bytes.writeInt16LE(256, bytes.indexOf('OpusHead') + 16);
  await writeFile(join(dir, 'gain.opus'), bytes);
  assert.is((await judgeOpusFile(join(dir, 'gain.opus'), 1)).isFit, false);
});

test.run();
