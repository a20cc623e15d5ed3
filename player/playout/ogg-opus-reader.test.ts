import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { numberedPackets, numberOf } from '../../test/fixtures/numbered-packets.ts';
import { type OggLayoutOptions, writeOggOpus } from '../../test/fixtures/ogg-writer.ts';
import { readOggPackets } from '../../test/fixtures/opus-packets.ts';
import { runFfmpeg } from '../../test/fixtures/run-ffmpeg.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { type OggOpusReader, openOggOpusReader } from './ogg-opus-reader.ts';
import type { NextPacket } from './packet-source.ts';

const test = suite('reader of Ogg Opus files');
const { signal } = new AbortController();
let folder = '';
let files = 0;

interface TestFile extends AudioFile {
  state: AudioFile['state'];
  error: AppError | null;
}

async function makeFile(bytes: Uint8Array, state: AudioFile['state'] = 'complete'): Promise<TestFile> {
  files += 1;
  const path = join(folder, `${files}.opus`);
  await writeFile(path, bytes);
  return { trackId: String(files), path, state, error: null, durationMs: null };
}

/** The next packet or the end, waiting while it is late. */
async function nextReady(reader: OggOpusReader): Promise<NextPacket> {
  let packet: NextPacket = 'late';
  await waitFor(
    () => {
      packet = reader.next();
      return packet !== 'late';
    },
    { what: 'a packet', everyMs: 1 },
  );
  return packet;
}

async function readToEnd(reader: OggOpusReader): Promise<Uint8Array[]> {
  const packets: Uint8Array[] = [];
  for (;;) {
    const packet = await nextReady(reader);
    if (!(packet instanceof Uint8Array)) return packets;
    packets.push(packet);
  }
}

test.before(async () => {
  folder = await makeTemporaryFolder();
});
test.after(() => rm(folder, { recursive: true, force: true }));

test('gives what ffmpeg wrote, packet for packet', async () => {
  const wav = await makeTone(join(folder, 'tone.wav'), { frequency: 440, seconds: 7 });
  const path = join(folder, 'ffmpeg.opus');
  await runFfmpeg(['-i', wav, '-c:a', 'libopus', '-b:a', '128k', '-vbr', 'constrained', path]);
  const bytes = await readFile(path);
  // 7 s and the encoder's delay of 6.5 ms: the 351st packet is padding from there on, and left out.
  const written = readOggPackets(bytes);
  assert.is(written.length, 351);
  const reader = await openOggOpusReader({ file: await makeFile(bytes), signal });
  const packets = await readToEnd(reader);
  assert.equal(packets.map(String), written.slice(0, 350).map(String));
  assert.is(reader.positionMs, packets.length * 20);
  assert.is(reader.error, null);
  await reader.close();
});

const layouts: Record<string, OggLayoutOptions> = {
  'full pages': {},
  'one packet a page': { packetsPerPage: 1 },
  'packets over several pages': { segmentsPerPage: 2 },
  'a granule position that begins late, and a trimmed end': { baseGranule: 123_457, trimmedSamples: 400 },
};

for (const [name, layout] of Object.entries(layouts)) {
  test(`reads and seeks to the frame: ${name}`, async () => {
    const packets = numberedPackets(1_500);
    const reader = await openOggOpusReader({ file: await makeFile(writeOggOpus(packets, layout)), signal });
    for (const frame of [0, 1, 700, 1_499, 3, 1_498, 49, 50, 51, 999, 1_234]) {
      await reader.seek(frame * 20 + 19);
      assert.is(reader.positionMs, frame * 20);
      assert.is(numberOf(reader.next()), frame, 'is there at once after the seek');
      assert.is(reader.positionMs, frame * 20 + 20);
    }
    await reader.seek(20_000);
    const rest = await readToEnd(reader);
    assert.equal(rest.map(numberOf), numberedPackets(1_500).slice(1_000).map(numberOf));
    await reader.close();
  });
}

test('a last packet that is mostly padding is left out', async () => {
  for (const [trimmedSamples, expected] of [
    [480, 60],
    [481, 59],
    [959, 59],
    // More than a packet: the number is not to be trusted.
    [5_000, 60],
  ] as const) {
    const file = await makeFile(writeOggOpus(numberedPackets(60), { trimmedSamples, packetsPerPage: 7 }));
    const reader = await openOggOpusReader({ file, signal });
    const packets = await readToEnd(reader);
    assert.is(packets.length, expected, `${trimmedSamples} samples`);
    await reader.close();
  }
});

test('opens at a position; seeks beyond the end give the end, negative ones the beginning', async () => {
  const file = await makeFile(writeOggOpus(numberedPackets(100)));
  const reader = await openOggOpusReader({ file, positionMs: 1_000, signal });
  assert.is(numberOf(reader.next()), 50);
  await reader.seek(2_000);
  assert.is(reader.next(), 'end');
  await reader.seek(-5);
  assert.is(numberOf(reader.next()), 0, 'the end is not for ever');
  await reader.close();
});

test('the old place goes on until the new one is ready; of two seeks the later wins', async () => {
  const file = await makeFile(writeOggOpus(numberedPackets(2_000)));
  const reader = await openOggOpusReader({ file, signal });
  const first = reader.seek(10_000);
  const second = reader.seek(30_000);
  assert.is(numberOf(reader.next()), 0);
  assert.is(numberOf(reader.next()), 1);
  await first;
  assert.is(numberOf(reader.next()), 1_500, 'the first resolves with the second');
  await second;
  assert.is(numberOf(reader.next()), 1_501);
  await reader.close();
});

test('a growing file is late at its present end, goes on when it grows, and ends when complete', async () => {
  const bytes = writeOggOpus(numberedPackets(20), { packetsPerPage: 5 });
  const cut = bytes.length - 1_500;
  const file = await makeFile(bytes.subarray(0, cut), 'growing');
  const reader = await openOggOpusReader({ file, signal });
  const seen: number[] = [];
  await waitFor(
    () => {
      const packet = reader.next();
      if (packet !== 'late') seen.push(numberOf(packet));
      return packet === 'late' && seen.length >= 10;
    },
    { what: 'the present end', everyMs: 1 },
  );
  assert.is.not(seen.length, 20);
  await appendFile(file.path, bytes.subarray(cut));
  while (seen.length < 20) seen.push(numberOf(await nextReady(reader)));
  assert.equal(seen, numberedPackets(20).map(numberOf));
  assert.is(reader.next(), 'late', 'not the end: it may still grow');
  file.state = 'complete';
  assert.is(await nextReady(reader), 'end');
  await reader.close();
});

test('opening waits for the first packet of a growing file, and a seek for the frame that is not there yet', async () => {
  const bytes = writeOggOpus(numberedPackets(100), { packetsPerPage: 5 });
  const file = await makeFile(bytes.subarray(0, 60), 'growing');
  const opening = openOggOpusReader({ file, signal });
  await appendFile(file.path, bytes.subarray(60, 5_000));
  const reader = await opening;
  assert.is(numberOf(reader.next()), 0);
  let isThere = false;
  const seeking = reader.seek(90 * 20).then(() => {
    isThere = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.is(isThere, false);
  assert.is(numberOf(reader.next()), 1, 'the old place goes on');
  await appendFile(file.path, bytes.subarray(5_000));
  await seeking;
  assert.is(numberOf(reader.next()), 90);
  await reader.close();
});

test('opening can be given up', async () => {
  const controller = new AbortController();
  const opening = openOggOpusReader({ file: await makeFile(Buffer.alloc(0), 'growing'), signal: controller.signal });
  controller.abort();
  const error = await opening.catch((reason) => reason);
  assert.instance(error, AppError);
  assert.is(error.code, 'aborted');
});

test('a file whose preparing failed ends with what there is and says why', async () => {
  const bytes = writeOggOpus(numberedPackets(20), { packetsPerPage: 5 });
  const file = await makeFile(bytes.subarray(0, bytes.length - 300), 'growing');
  const reader = await openOggOpusReader({ file, signal });
  file.state = 'failed';
  file.error = new AppError('ingest-failed', 'ffmpeg was killed');
  const packets = await readToEnd(reader);
  assert.is(packets.length, 15, 'whole pages only');
  assert.is(reader.error?.message, 'ffmpeg was killed');
  await reader.close();
});

test('what is not Ogg Opus in 20 ms packets is refused', async () => {
  const tenMs = numberedPackets(3).map((packet) => Buffer.concat([Buffer.of(0xf4), packet.subarray(1)]));
  const cases = [Buffer.from('<html>not found</html>'.repeat(9)), writeOggOpus(tenMs)];
  for (const bytes of cases) {
    const error = await openOggOpusReader({ file: await makeFile(bytes), signal }).catch((reason) => reason);
    assert.instance(error, AppError);
    assert.is(error.code, 'ingest-failed');
  }
  const missing: AudioFile = { trackId: 'x', path: join(folder, 'no'), state: 'complete', error: null, durationMs: 1 };
  const error = await openOggOpusReader({ file: missing, signal }).catch((reason) => reason);
  assert.is(error.code, 'ingest-failed');
  assert.is(error.cause.code, 'ENOENT');
});

test('damage in the middle ends the packets with an error', async () => {
  const bytes = writeOggOpus(numberedPackets(1_000), { packetsPerPage: 10 });
  bytes.fill(0, 200_000, 201_000);
  const reader = await openOggOpusReader({ file: await makeFile(bytes), signal });
  const packets = await readToEnd(reader);
  assert.ok(packets.length > 400 && packets.length < 600);
  assert.is(reader.error?.code, 'ingest-failed');
  await reader.close();
});

test('a file without audio ends at once; closing while it reads or seeks is quiet', async () => {
  const empty = await openOggOpusReader({ file: await makeFile(writeOggOpus([]).subarray(0, 90)), signal });
  assert.is(empty.next(), 'end');
  await empty.seek(1_000);
  assert.is(empty.next(), 'end');
  await empty.close();
  const reader = await openOggOpusReader({ file: await makeFile(writeOggOpus(numberedPackets(2_000))), signal });
  reader.next();
  const seeking = reader.seek(20_000);
  await reader.close();
  await seeking;
  assert.is(reader.error, null);
});

test.run();
