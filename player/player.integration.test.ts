import { randomUUID } from 'node:crypto';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPlayerStage, type PlayerStage, placeholderHertz } from '../test/fixtures/player-stage.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import type { Player } from './player.ts';

const suite = createSuite<{ stage: PlayerStage; player: Player }>('player');

suite.before(async (context) => {
  context.stage = await openPlayerStage({ 500: 1.5, 700: 1.5, 900: 60, 1100: 60 });
  context.player = await context.stage.startPlayer();
});

suite.after(async ({ stage }) => {
  await stage.close();
});

suite('plays what is queued, one after the other, then the placeholder, which yields to the next track', async ({
  stage,
}) => {
  const room = stage.openRoom();
  await room.enqueue('500', '700');
  await room.turnOn();
  await room.hears(500);
  await room.hears(700);
  await room.hears(placeholderHertz);
  await waitFor(() => room.endings().length === 2, { what: 'the second end' });
  assert.equal(room.endings(), ['500 finished', '700 finished']);
  const started = room.eventsOf('track.started').map(({ data }) => [data.item.track.title, data.isResumed]);
  assert.equal(started, [
    ['500', false],
    ['700', false],
  ]);
  await room.enqueue('900');
  await room.hears(900);
  const { current, generation } = await room.read();
  assert.is(current?.track.title, '900');
  assert.is(generation, 4, 'three tracks and once nothing');
});

suite('sends every packet: no gap between tracks, nor to the placeholder', async ({ stage, player }) => {
  const room = stage.openRoom();
  await room.turnOn();
  await room.hears(placeholderHertz);
  const missedBefore = player.stats().clock.missed;
  const measured = stage.media.measureRtp(room.call().id, 5);
  await room.enqueue('700', '500');
  await room.hears(500);
  const report = await measured;
  await waitFor(() => room.endings().length === 2, { what: 'the second end' });
  assert.equal(room.endings(), ['700 finished', '500 finished']);
  assert.is(report.lost, 0);
  // On a busy machine the process may stand still; what it missed then is not the joints' fault.
  const missed = player.stats().clock.missed - missedBefore;
  const gapMs = report.gapsMs.reduce((sum, gap) => sum + gap, 0);
  assert.ok(gapMs <= missed * 20, `gaps of ${gapMs} ms, ${missed} frames missed`);
});

suite('does what the chat side wishes: skip, pause, seek, stop', async ({ stage }) => {
  const { store } = stage;
  const room = stage.openRoom();
  await room.enqueue('900', '1100');
  await room.turnOn();
  await room.hears(900);
  await room.skip();
  await room.hears(1_100);
  await waitFor(() => room.endings().length === 1, { what: 'the end' });
  assert.equal(room.endings(), ['900 skipped']);

  await room.wish(() => store.playback.setPaused(room.streamId, true, randomUUID()));
  await room.hears(0);
  await waitFor(() => room.eventsOf('track.progress').at(-1)?.data.isPaused, { what: 'the pause to be told' });
  const paused = (await room.read()).positionMs;
  await room.hear(1);
  assert.is((await room.read()).positionMs, paused, 'time stands still');
  await room.wish(() => store.playback.setPaused(room.streamId, false, randomUUID()));
  await room.hears(1_100);

  await room.seek(40_000);
  await waitFor(async () => (await room.read()).positionMs > 40_400, { what: 'the new position' });
  await room.turnOff();
  await waitFor(() => !room.call().participants.has(stage.telegram.assistant.id), { what: 'the leaving' });
  await waitFor(async () => (await store.leases.ownerOf(room.streamId)) === null, { what: 'the lease to be free' });
  assert.equal(room.endings(), ['900 skipped', '1100 stopped']);
  const { current, positionMs } = await room.read();
  assert.is(current?.track.title, '1100', 'it is kept');
  assert.ok(positionMs > 40_000);
});

suite.run();
