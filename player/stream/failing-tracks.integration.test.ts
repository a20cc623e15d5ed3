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

const suite = createSuite<Context>('failing tracks');
const tones = { 300: 1, 500: 1, 700: 1, 900: 30, 1100: 30 } as const;

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
  for (const name of ['a', 'b', 'c', 'd', 'e']) context.stage.broken.add(name);
});

suite.after.each(async ({ stage }) => {
  await stage.close();
});

suite.after(async ({ redis, folder }) => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const failed = ({ eventsOf }: StreamStage) => eventsOf('track.failed').map(({ data }) => data.item.track.title);
const queued = async ({ store, streamId }: StreamStage) =>
  (await store.queue.read(streamId)).items.map(({ track }) => track.title);

suite('a broken one between good ones costs no frame, is told once, and stands in the history', async ({ stage }) => {
  await stage.add('500', 'a', '700', 'b', 'c', '900');
  await stage.turnOn();
  await stage.hears(900);
  await waitFor(() => stage.endings().length === 5, { what: 'the last telling' });
  assert.equal(stage.endings(), ['500 finished', 'a failed', '700 finished', 'b failed', 'c failed']);
  assert.equal(failed(stage), ['a', 'b', 'c']);
  const isSilent = (packet: Uint8Array) => Buffer.compare(packet, silencePacket) === 0;
  const first = stage.sent.findIndex((packet) => !isSilent(packet));
  assert.is(stage.sent.slice(first).filter(isSilent).length, 0);
  const history = await stage.store.playback.history(stage.streamId, 10);
  assert.equal(
    history.map(({ item, outcome, reason }) => [item.track.title, outcome, reason]),
    [
      ['c', 'failed', 'url-status'],
      ['b', 'failed', 'url-status'],
      ['700', 'finished', null],
      ['a', 'failed', 'url-status'],
      ['500', 'finished', null],
    ],
  );
  assert.equal(stage.eventsOf('stream.stalled'), []);
});

suite('three in a row: the placeholder and one warning; what is added brings it on, and nothing is lost', async ({
  stage,
}) => {
  await stage.add('500', 'a', 'b', 'c', 'd', '900');
  await stage.turnOn();
  await stage.hears(500);
  await stage.hears(300);
  await waitFor(() => stage.eventsOf('stream.stalled').length === 1, { what: 'the warning' });
  assert.equal(failed(stage), ['a', 'b', 'c']);
  assert.is((await stage.read()).current?.track.title, 'd');
  assert.equal(await queued(stage), ['900']);
  // Looks and reports in between change nothing.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.is((await stage.read()).current?.track.title, 'd');
  assert.is(stage.eventsOf('stream.stalled')[0]?.data.failedInRow, 3);
  // Not woken: the player sees by itself that the queue is another one.
  await stage.store.queue.add(stage.streamId, [stage.item('1100')], 'front', randomUUID());
  await stage.hears(1_100);
  assert.equal(failed(stage), ['a', 'b', 'c', 'd']);
  assert.equal(await queued(stage), ['900']);
  assert.is(stage.eventsOf('stream.stalled').length, 1);
});

suite('a person’s wake brings it on as well, and what works by then is played', async ({ stage }) => {
  await stage.add('a', 'b', 'c', '900');
  stage.broken.add('900');
  await stage.turnOn();
  await waitFor(() => stage.eventsOf('stream.stalled').length === 1, { what: 'the warning' });
  await stage.hears(300);
  stage.broken.delete('900');
  stage.player.wake();
  await stage.hears(900);
  assert.equal(failed(stage), ['a', 'b', 'c']);
});

suite('failing one after the other with an empty queue behind them is a stall, too, and ends with the next track', async ({
  stage,
}) => {
  await stage.add('a', 'b', 'c');
  await stage.turnOn();
  await waitFor(() => stage.eventsOf('stream.stalled').length === 1, { what: 'the warning' });
  assert.is((await stage.read()).current, null);
  await stage.add('900');
  await stage.hears(900);
});

suite('a looped track that breaks gives way', async ({ stage }) => {
  await stage.set({ loop: 'track' });
  await stage.add('500', '900');
  await stage.turnOn();
  await waitFor(() => stage.endings().length === 1, { what: 'the first round' });
  stage.broken.add('500');
  await stage.hears(900);
  assert.equal(failed(stage), ['500']);
});

suite.run();
