import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { decodeOpus } from '../../sandbox/media/decode-opus.ts';
import { findBurstDb, findJoints } from '../../scripts/bench/joints.ts';
import { createMemorySource } from '../../test/fixtures/numbered-packets.ts';
import { writeOggOpus } from '../../test/fixtures/ogg-writer.ts';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { readAudio } from '../../test/fixtures/read-audio.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import type { CallConnection } from '../call/engine.ts';
import type { FrameListener, PlayoutClock } from './clock.ts';
import { createLane, type Lane } from './lane.ts';
import { createLoopSource } from './loop-source.ts';
import type { PacketSource } from './packet-source.ts';

const test = suite('joints, decoded');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
/** ffmpeg's decoder cuts the old sound off 5 ms sooner than libopus when the mode changes. */
const maxDipMs = { libopus: 40, ffmpeg: 45 };
const maxBurstDb = 1;
let folder = '';
let high: Uint8Array[] = [];
let low: Uint8Array[] = [];

test.before(async () => {
  folder = await makeTemporaryFolder();
  // Tracks as they come: with the encoder's beginning and padded end. Sines that suit the analysis, and that burst when spliced raw.
  high = await makeTonePackets({ frequency: 2_000, seconds: 1.013 });
  low = await makeTonePackets({ frequency: 1_600, seconds: 1.013 });
});
test.after(() => rm(folder, { recursive: true, force: true }));

/** Runs a lane frame by frame; `packets` collects what it sends. */
function createStage() {
  const packets: Uint8Array[] = [];
  let onFrame: FrameListener = () => false;
  const clock: PlayoutClock = {
    add(listener) {
      onFrame = listener;
      return () => undefined;
    },
    stats: () => ({ frames: 0, late: 0, missed: 0, latenessMs: { p50: 0, p99: 0, max: 0 } }),
    resetStats: () => undefined,
    close: () => undefined,
  };
  const connection: CallConnection = {
    engine: 'native',
    ssrc: 1,
    state: 'connected',
    sendOpus: (packet) => void packets.push(packet),
    skip: () => undefined,
    stats: () => ({ packetsSent: 0, bytesSent: 0, lastRtcpAtMs: null }),
    onState: () => () => undefined,
    close: async () => undefined,
  };
  const lane = createLane({ clock, log });
  lane.attach(connection);
  async function frames(count: number): Promise<void> {
    for (let frame = 0; frame < count; frame += 1) {
      onFrame(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { lane, packets, frames };
}

/** Both decoders that listeners have: libopus, and ffmpeg's own. */
async function decode(
  packets: readonly Uint8Array[],
): Promise<[name: keyof typeof maxDipMs, channels: readonly Float32Array[]][]> {
  const path = join(folder, 'sent.opus');
  await writeFile(path, writeOggOpus(packets));
  const [libopus, ffmpeg] = await Promise.all([decodeOpus(packets), readAudio(path)]);
  return [
    ['libopus', libopus.channels],
    ['ffmpeg', ffmpeg.channels],
  ];
}

/** What was sent, without the tracks' own first and last frames. */
async function assertClean(packets: readonly Uint8Array[], expectedJoints: number): Promise<void> {
  for (const [name, channels] of await decode(packets)) {
    const sound = channels.map((channel) => channel.subarray(4 * 960, -3 * 960));
    const joints = findJoints(sound);
    assert.is(joints.length, expectedJoints, `${name}: ${JSON.stringify(joints)}`);
    for (const { dipMs } of joints) assert.ok(dipMs <= maxDipMs[name], `${name}: a dip of ${dipMs} ms`);
    const burstDb = findBurstDb(sound);
    assert.ok(burstDb <= maxBurstDb, `${name}: a burst of ${burstDb} dB`);
  }
}

const source = (packets: readonly Uint8Array[], positionMs = 0): PacketSource =>
  createMemorySource(packets.slice(positionMs / 20));

test('joined raw, the two tracks do burst: what follows is not clean by itself', async () => {
  for (const [name, channels] of await decode([...high, ...low])) {
    const burstDb = findBurstDb(channels.map((channel) => channel.subarray(4 * 960, -3 * 960)));
    assert.ok(burstDb > 6, `${name}: only ${burstDb} dB`);
  }
});

const cases: Record<string, (lane: Lane, frames: (count: number) => Promise<void>) => Promise<void>> = {
  async 'a track ends and the next one follows'(lane, frames) {
    // The reader leaves out a last packet that is mostly padding; so does this.
    lane.play(source(high.slice(0, -1)), { token: 'a' });
    lane.setNext(source(low), { token: 'b' });
    await frames(90);
  },
  async 'a skip in the middle'(lane, frames) {
    lane.play(source(high), { token: 'a' });
    await frames(40);
    lane.play(source(low), { token: 'b' });
    await frames(45);
  },
  async 'a seek'(lane, frames) {
    lane.play(source([...high.slice(0, 48), ...low]), { token: 'a' });
    await frames(40);
    await lane.seek(60 * 20);
    await frames(35);
  },
  async 'a loop begins again'(lane, frames) {
    const open = async () => source(high.slice(0, -1));
    lane.play(await createLoopSource({ open, log }), { token: 'placeholder' });
    await frames(90);
  },
  async 'a new connection in the middle of a track'(lane, frames) {
    lane.play(source(low, 200), { token: 'a' });
    await frames(40);
  },
};

for (const [name, run] of Object.entries(cases)) {
  test(name, async () => {
    const { lane, packets, frames } = createStage();
    await run(lane, frames);
    await assertClean(packets, name.startsWith('a new connection') ? 0 : 1);
    await lane.close();
  });
}

test('pause and resume: silence between, and no burst at either side', async () => {
  const { lane, packets, frames } = createStage();
  lane.play(source(high), { token: 'a' });
  await frames(30);
  lane.pause();
  await frames(15);
  lane.resume();
  await frames(20);
  for (const [name, channels] of await decode(packets)) {
    const silence = channels.map((channel) => channel.subarray(33 * 960, 44 * 960));
    assert.ok(
      silence.every((channel) => channel.every((sample) => Math.abs(sample) < 0.001)),
      name,
    );
    const burstDb = findBurstDb(channels.map((channel) => channel.subarray(4 * 960)));
    assert.ok(burstDb <= maxBurstDb, `${name}: a burst of ${burstDb} dB`);
  }
  await lane.close();
});

test.run();
