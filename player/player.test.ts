import { randomUUID } from 'node:crypto';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirEvent } from '../storage/events.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { openPlayerStage, type PlayerStage } from './fixtures/player-stage.ts';

const suite = createSuite<{ stage: PlayerStage }>('player');

/** Events of one type, so far. */
function eventsOf<T extends EfirEvent['type']>({ events }: PlayerStage, type: T) {
  return events.filter((event): event is Extract<EfirEvent, { type: T }> => event.type === type);
}

/** Titles and outcomes of ended tracks, so far. */
function endings(stage: PlayerStage): string[] {
  return eventsOf(stage, 'track.ended').map(({ data }) => `${data.item.track.title} ${data.outcome}`);
}

async function isLive(stage: PlayerStage) {
  await waitFor(async () => (await stage.store.playback.readState(stage.streamId)).state === 'live', { what: 'live' });
}

suite.before.each(async (context) => {
  context.stage = await openPlayerStage({ 500: 2, 700: 2, 900: 60, 1100: 60 });
});

suite.after.each(async ({ stage }) => {
  await stage.close();
});

suite('plays what is queued, one after the other, then the placeholder, which yields to the next track', async ({
  stage,
}) => {
  const player = await stage.startPlayer();
  assert.is(player.isReady(), true);
  await stage.enqueue('500', '700');
  await stage.turnOn();
  await stage.hears(500);
  await stage.hears(700);
  await stage.hears(300);
  assert.equal(endings(stage), ['500 finished', '700 finished']);
  assert.equal(
    eventsOf(stage, 'track.started').map(({ data }) => [data.item.track.title, data.isResumed]),
    [
      ['500', false],
      ['700', false],
    ],
  );
  await stage.enqueue('900');
  await stage.hears(900);
  const { current, generation } = await stage.store.playback.read(stage.streamId);
  assert.is(current?.track.title, '900');
  assert.is(generation, 4, 'three tracks and one placeholder');
});

suite('sends every packet of prepared tracks: no gap between them', async ({ stage }) => {
  await stage.startPlayer();
  await stage.turnOn();
  await stage.hears(300);
  await stage.enqueue('500', '700', '900');
  const call = stage.telegram.world.activeCall(stage.streamId);
  await stage.hears(500);
  const report = await stage.media.measureRtp(call?.id ?? '', 4);
  await stage.hears(900);
  assert.is(report.lost, 0);
  assert.equal(report.gapsMs, []);
});

suite('does what the chat side wishes: skip, pause, seek, stop', async ({ stage }) => {
  const { store, streamId } = stage;
  await stage.startPlayer();
  await stage.enqueue('900', '1100');
  await stage.turnOn();
  await stage.hears(900);
  const wish = () => store.commands.send({ type: 'wake', streamId });
  const { generation } = await store.playback.read(streamId);
  await store.playback.advance(
    streamId,
    { expectedGeneration: generation, outcome: 'skipped', fence: null },
    randomUUID(),
  );
  await wish();
  await stage.hears(1_100);
  assert.equal(endings(stage), ['900 skipped']);

  await store.playback.setPaused(streamId, true, randomUUID());
  await wish();
  await stage.hears(0);
  const paused = (await store.playback.read(streamId)).positionMs;
  await store.playback.setPaused(streamId, false, randomUUID());
  await wish();
  await stage.hears(1_100);
  const resumed = (await store.playback.read(streamId)).positionMs;
  assert.ok(resumed < paused + 5_000, 'the pause did not count');

  await store.playback.seek(streamId, { positionMs: 40_000, expectedGeneration: generation + 1 }, randomUUID());
  await wish();
  await waitFor(async () => (await store.playback.read(streamId)).positionMs > 40_500, { what: 'the new position' });

  await store.playback.stop(streamId, { endReason: 'manual', detail: null }, randomUUID());
  await wish();
  const call = stage.telegram.world.activeCall(streamId);
  await waitFor(() => call?.participants.has(stage.telegram.assistant.id) === false, { what: 'the leaving' });
  await waitFor(async () => (await store.leases.ownerOf(streamId)) === null, { what: 'the lease to be free' });
  assert.equal(endings(stage), ['900 skipped', '1100 stopped']);
  const { current, positionMs } = await store.playback.read(streamId);
  assert.is(current?.track.title, '1100', 'it is kept');
  assert.ok(positionMs > 40_000);
});

suite('goes on at the same second after a restart', async ({ stage }) => {
  const { store, streamId } = stage;
  const first = await stage.startPlayer();
  await stage.enqueue('900');
  await stage.turnOn();
  await stage.hears(900);
  const { generation } = await store.playback.read(streamId);
  await store.playback.seek(streamId, { positionMs: 20_000, expectedGeneration: generation }, randomUUID());
  await waitFor(async () => (await store.playback.read(streamId)).positionMs > 20_200, { what: 'the seek' });
  await stage.closePlayer(first);
  const stopped = (await store.playback.read(streamId)).positionMs;
  assert.is(stage.telegram.world.activeCall(streamId)?.participants.size, 0, 'it left the call');
  await stage.startPlayer();
  await stage.hears(900);
  const started = await waitFor(() => eventsOf(stage, 'track.started')[1], { what: 'the second start' });
  assert.is(started.data.isResumed, true);
  assert.is(started.data.generation, generation);
  const { positionMs } = await store.playback.read(streamId);
  assert.ok(positionMs >= stopped && positionMs < stopped + 6_000, `from ${stopped} to ${positionMs}`);
});

suite('another player takes over', async ({ stage }) => {
  const first = await stage.startPlayer();
  await stage.enqueue('900');
  await stage.turnOn();
  await stage.hears(900);
  const owner = await stage.store.leases.ownerOf(stage.streamId);
  assert.is(owner, first.playerId);
  const second = await stage.startPlayer();
  await stage.closePlayer(first);
  await stage.hears(900);
  assert.is(await stage.store.leases.ownerOf(stage.streamId), second.playerId);
});

suite('skips what cannot be played and tells of it', async ({ stage }) => {
  await stage.startPlayer();
  await stage.enqueue('missing', '900');
  await stage.turnOn();
  await stage.hears(900);
  assert.equal(
    eventsOf(stage, 'track.failed').map(({ data }) => data.item.track.title),
    ['missing'],
  );
  assert.equal(endings(stage), ['missing failed']);
});

suite('pauses after three failures in a row, and a person may go on', async ({ stage }) => {
  const { store, streamId } = stage;
  await stage.startPlayer();
  await stage.enqueue('a', 'b', 'c', 'd', '900');
  await stage.turnOn();
  await stage.hears(300);
  await waitFor(() => eventsOf(stage, 'track.failed').length === 3, { what: 'three failures' });
  const held = await store.playback.read(streamId);
  assert.is(held.current?.track.title, 'd', 'the next one waits');
  const step = { expectedGeneration: held.generation, outcome: 'skipped' as const, fence: null };
  await store.playback.advance(streamId, step, randomUUID());
  await store.commands.send({ type: 'wake', streamId });
  await stage.hears(900);
});

suite('plays on while Redis is away', async ({ stage }) => {
  await stage.startPlayer();
  await stage.enqueue('900');
  await stage.turnOn();
  await stage.hears(900);
  await stage.redis.kill();
  assert.ok(Math.abs((await stage.hear(1)) - 900) < 10);
  await stage.redis.restart();
  const before = eventsOf(stage, 'track.progress').length;
  await waitFor(() => eventsOf(stage, 'track.progress').length > before, { what: 'reports again' });
  assert.ok(Math.abs((await stage.hear()) - 900) < 10);
});

suite('announces itself, counts listeners, follows an invite', async ({ stage }) => {
  const { store, streamId, telegram } = stage;
  telegram.world.setMember(streamId, telegram.assistant.id, { status: 'left' }, telegram.owner.id);
  telegram.world.startCall(streamId, telegram.owner.id);
  await stage.startPlayer();
  const [info] = await waitFor(async () => (await store.players.list()).length === 1 && store.players.list(), {
    what: 'info',
  });
  assert.is(info?.assistantId, telegram.assistant.id);
  assert.is(info?.isConnected, true);
  await stage.turnOn();
  await waitFor(async () => (await store.playback.readState(streamId)).problem === 'assistant-missing', {
    what: 'blocked',
  });
  const { hash } = telegram.world.createInviteLink(streamId, telegram.owner.id);
  await store.commands.send({ type: 'join-chat', streamId, inviteLink: `https://t.me/+${hash}` });
  await isLive(stage);
  const call = telegram.world.activeCall(streamId);
  telegram.world.joinCall(call?.id ?? '', { userId: telegram.olga.id, source: 0, muted: true, via: 'control' });
  await waitFor(() => eventsOf(stage, 'listeners.changed').at(-1)?.data.count === 1, { what: 'the listener' });
});

suite.run();
