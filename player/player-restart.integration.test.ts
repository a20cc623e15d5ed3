import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPlayerStage, type PlayerStage } from '../test/fixtures/player-stage.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';

const suite = createSuite<{ stage: PlayerStage }>('player restart');

suite.before(async (context) => {
  context.stage = await openPlayerStage({ 900: 60 });
});

suite.after(async ({ stage }) => {
  await stage.close();
});

suite('goes on at the same second after a restart', async ({ stage }) => {
  const room = stage.openRoom();
  const first = await stage.startPlayer();
  await room.enqueue('900');
  await room.turnOn();
  await room.hears(900);
  await room.seek(20_000);
  await waitFor(async () => (await room.read()).positionMs > 20_200, { what: 'the seek' });
  await stage.closePlayer(first);
  const stopped = await room.read();
  assert.is(room.call().participants.size, 0, 'it left the call');
  assert.is(stopped.isOn, true);

  const second = await stage.startPlayer();
  const resumed = await waitFor(() => room.eventsOf('track.started')[1], { what: 'the second start' });
  const { positionMs } = await room.read();
  await room.hears(900);
  assert.is(resumed.data.isResumed, true);
  assert.is(resumed.data.generation, stopped.generation);
  assert.ok(Math.abs(positionMs - stopped.positionMs) <= 1_000, `from ${stopped.positionMs} to ${positionMs} ms`);
  await stage.closePlayer(second);
});

suite('another player takes over', async ({ stage }) => {
  const room = stage.openRoom();
  const first = await stage.startPlayer();
  await room.enqueue('900');
  await room.turnOn();
  await room.hears(900);
  assert.is(await stage.store.leases.ownerOf(room.streamId), first.playerId);
  const second = await stage.startPlayer();
  await stage.closePlayer(first);
  await room.hears(900);
  assert.is(await stage.store.leases.ownerOf(room.streamId), second.playerId);
  await stage.closePlayer(second);
});

suite('plays on while Redis is away, and reports again when it is back', async ({ stage }) => {
  const room = stage.openRoom();
  await stage.startPlayer();
  await room.enqueue('900');
  await room.turnOn();
  await room.hears(900);
  const owner = await stage.store.leases.ownerOf(room.streamId);
  await stage.redis.kill();
  assert.ok(Math.abs((await room.hear(1)) - 900) < 10);
  await stage.redis.restart();
  const before = room.eventsOf('track.progress').length;
  await waitFor(() => room.eventsOf('track.progress').length > before, { what: 'reports again' });
  assert.ok(Math.abs((await room.hear()) - 900) < 10);
  assert.is(await stage.store.leases.ownerOf(room.streamId), owner);
  assert.equal(room.endings(), []);
});

suite.run();
