import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { openStreamStage, type StreamStage } from '../../test/fixtures/stream-stage.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { silencePacket } from '../playout/opus-packet.ts';

interface Context {
  folder: string;
  redis: TestRedis;
  stage: StreamStage;
}

const suite = createSuite<Context>('stream player');
/** Hertz and seconds; 300 Hz is the placeholder. */
const tones = { 300: 1, 500: 0.6, 700: 0.6, 900: 30, 1100: 30 } as const;

suite.before(async (context) => {
  context.folder = await makeTemporaryFolder();
  context.redis = await startTestRedis();
  await Promise.all(
    Object.entries(tones).map(([frequency, seconds]) =>
      makeTone(join(context.folder, `${frequency}.opus`), {
        frequency: Number(frequency),
        seconds,
        codec: 'libopus',
        bitrateKbps: 64,
      }),
    ),
  );
});

suite.before.each(async (context) => {
  context.stage = await openStreamStage({ redisUrl: context.redis.url, folder: context.folder });
});

suite.after.each(async ({ stage }) => {
  await stage.close();
});

suite.after(async ({ redis, folder }) => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const title = async ({ read }: StreamStage) => (await read()).current?.track.title;

suite('skips of two operators that cross take one step; so does one that crosses the end', async ({ stage }) => {
  await stage.add('900', '500', '1100', '900');
  await stage.turnOn();
  await stage.hears(900);
  const { generation } = await stage.read();
  const outcomes = await Promise.all([stage.skip(generation), stage.skip(generation), stage.skip(generation)]);
  assert.equal(outcomes.sort(), ['advanced', 'stale', 'stale']);
  await waitFor(() => stage.endings().length === 2, { what: 'the end of the short one' });
  // Whoever wanted to skip the short one comes too late.
  assert.is(await stage.skip(generation + 1), 'stale');
  await stage.hears(1_100);
  assert.equal(stage.endings(), ['900 skipped', '500 finished']);
  assert.is((await stage.read()).generation, generation + 2);
});

suite('a skip in the moment of the end is one step, whoever wins', async ({ stage }) => {
  await stage.add('500', '900', '1100');
  await stage.turnOn();
  await waitFor(() => stage.eventsOf('track.started').length === 1, { what: 'the start' });
  const { generation } = await stage.read();
  // The player takes the step at the end of the packets; operators try all the time.
  let steps = 0;
  while ((await stage.read()).generation === generation) {
    await new Promise((resolve) => setTimeout(resolve, 450));
    if ((await stage.skip(generation)) === 'advanced') steps += 1;
  }
  assert.ok(steps <= 1);
  await stage.hears(900);
  assert.is(await title(stage), '900');
  assert.is(stage.endings().length, 1);
});

suite('skips several', async ({ stage }) => {
  await stage.add('900', '500', '700', '1100');
  await stage.turnOn();
  await stage.hears(900);
  assert.is(await stage.skip((await stage.read()).generation, 3), 'advanced');
  await stage.hears(1_100);
  assert.equal(stage.endings(), ['900 skipped']);
});

suite('goes back, and then on to where it was', async ({ stage }) => {
  await stage.add('900', '1100');
  await stage.turnOn();
  await stage.hears(900);
  await stage.skip((await stage.read()).generation);
  await stage.hears(1_100);
  await stage.wish(({ generation }) =>
    stage.store.playback.previous(stage.streamId, { expectedGeneration: generation }, randomUUID()),
  );
  await stage.hears(900);
  await stage.skip((await stage.read()).generation);
  await stage.hears(1_100);
});

suite('loops a track without a gap, and a skip leaves it', async ({ stage }) => {
  await stage.set({ loop: 'track' });
  await stage.add('500', '900');
  await stage.turnOn();
  await waitFor(() => stage.eventsOf('track.started').length === 3, { what: 'the third round' });
  const generations = stage.eventsOf('track.started').map(({ data }) => `${data.generation} ${data.item.track.title}`);
  assert.equal(generations, ['1 500', '2 500', '3 500']);
  assert.equal(stage.endings(), ['500 finished', '500 finished']);
  assert.is(silentBetween(stage), 0);
  await stage.skip((await stage.read()).generation);
  await stage.hears(900);
});

suite('loops the queue, also one of a single track', async ({ stage }) => {
  await stage.set({ loop: 'queue' });
  await stage.add('500', '700');
  await stage.turnOn();
  const started = () => stage.eventsOf('track.started').map(({ data }) => data.item.track.title);
  await waitFor(() => started().length === 4, { what: 'the second round' });
  assert.equal(started().slice(0, 4), ['500', '700', '500', '700']);
  await stage.wish(async () => {
    await stage.store.queue.clear(stage.streamId, randomUUID());
  });
  const alone = await title(stage);
  await waitFor(() => started().length >= 7, { what: 'the same again' });
  assert.ok(
    started()
      .slice(-2)
      .every((name) => name === alone),
    started().join(),
  );
  assert.is(silentBetween(stage), 0);
});

suite('seeks, also twice in a row, and keeps what was sought until it is there', async ({ stage }) => {
  await stage.add('900');
  await stage.turnOn();
  await stage.hears(900);
  const seek = (positionMs: number) =>
    stage.wish(({ generation }) =>
      stage.store.playback.seek(stage.streamId, { positionMs, expectedGeneration: generation }, randomUUID()),
    );
  await Promise.all([seek(5_000), seek(20_000)]);
  await waitFor(async () => (await stage.read()).positionMs > 20_100, { what: 'the place' });
  assert.ok((await stage.read()).positionMs < 25_000);
  assert.is(stage.eventsOf('track.started').length, 1, 'a seek is no start');
});

suite('waits for a place that is not prepared yet, and does everything else meanwhile', async ({ stage }) => {
  stage.growing.add('900');
  await stage.add('900', '1100');
  await stage.turnOn();
  await stage.hears(900);
  await stage.wish(({ generation }) =>
    stage.store.playback.seek(stage.streamId, { positionMs: 50_000, expectedGeneration: generation }, randomUUID()),
  );
  await stage.hears(900);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  assert.is((await stage.read()).positionMs, 50_000, 'a restart would go on there');
  await stage.wish(() => stage.store.playback.setPaused(stage.streamId, true, randomUUID()));
  await stage.hears(0);
  await stage.wish(() => stage.store.playback.setPaused(stage.streamId, false, randomUUID()));
  await stage.skip((await stage.read()).generation);
  await stage.hears(1_100);
  assert.equal(stage.endings(), ['900 skipped']);
});

suite('plays live sound, tells its titles, and has no places in it', async ({ stage }) => {
  await stage.add('live-900', '1100');
  await stage.turnOn();
  await stage.hears(900);
  await waitFor(() => stage.eventsOf('track.title').length === 1, { what: 'the title' });
  assert.equal(stage.eventsOf('track.title')[0]?.data, { generation: 1, title: 'on live-900' });
  await stage.wish(({ generation }) =>
    stage.store.playback.seek(stage.streamId, { positionMs: 60_000, expectedGeneration: generation }, randomUUID()),
  );
  await waitFor(async () => (await stage.read()).positionMs < 30_000, { what: 'its own position again' });
  await stage.skip(1);
  await stage.hears(1_100);
});

suite('follows the settings: volume, silence, placeholder', async ({ stage }) => {
  await stage.set({ volumePercent: 150 });
  await stage.turnOn();
  await stage.hears(300);
  assert.equal(stage.volumes, [150]);
  await stage.set({ placeholder: stage.item('900').track });
  await stage.hears(900);
  await stage.set({ volumePercent: 0 });
  await stage.hears(0);
  await stage.set({ volumePercent: 100, placeholder: null });
  await stage.hears(300);
  assert.is(stage.volumes.at(-1), 100);
});

suite('says who listens', async ({ stage }) => {
  await stage.turnOn();
  const counted = (count: number) =>
    waitFor(
      async () => {
        const audience = await stage.store.audience.read(stage.streamId);
        return audience?.count === count ? audience : null;
      },
      { what: `${count} listeners` },
    );
  assert.equal((await counted(2)).userIds, [5, 6]);
  stage.setListeners({ count: 0, userIds: [] });
  assert.ok((await counted(0)).emptySince);
});

suite('answers a recount, also when nothing has changed', async ({ stage }) => {
  await stage.turnOn();
  await stage.player.recount('s', 'asked');
  assert.is((await stage.store.audience.read(stage.streamId))?.recountId, 'asked');
});

suite('pauses while nobody listens if it is set to, and goes on at once, never against a wish', async ({ stage }) => {
  await stage.set({ pausesWhenEmpty: true });
  await stage.turnOn();
  await stage.hears(300);
  stage.setListeners({ count: 0, userIds: [] });
  await stage.hears(0);
  assert.is((await stage.store.playback.read(stage.streamId)).isPaused, false, 'nobody wished it');
  stage.setListeners({ count: 1, userIds: [5] });
  await stage.hears(300);
  await stage.wish(({ streamId }) => stage.store.playback.setPaused(streamId, true, 'pause'));
  await stage.hears(0);
  stage.setListeners({ count: 0, userIds: [] });
  stage.setListeners({ count: 1, userIds: [5] });
  await stage.wish(({ streamId }) => stage.store.playback.read(streamId));
  await stage.hears(0);
  await stage.wish(({ streamId }) => stage.store.playback.setPaused(streamId, false, 'resume'));
  await stage.hears(300);
  stage.setListeners({ count: 0, userIds: [] });
  await stage.hears(0);
  await stage.set({ pausesWhenEmpty: false });
  await stage.hears(300);
});

/** Packets of silence from the first track's start on. */
function silentBetween({ sent }: StreamStage): number {
  const isSilent = (packet: Uint8Array) => Buffer.compare(packet, silencePacket) === 0;
  const first = sent.findIndex((packet) => !isSilent(packet));
  return sent.slice(first).filter(isSilent).length;
}

suite.run();
