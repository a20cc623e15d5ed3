import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPlayerStage, type PlayerStage, placeholderHertz } from '../test/fixtures/player-stage.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import type { Player } from './player.ts';

const suite = createSuite<{ stage: PlayerStage; player: Player }>('player trouble');

suite.before(async (context) => {
  context.stage = await openPlayerStage({ 900: 60, 1100: 60 });
  context.player = await context.stage.startPlayer();
});

suite.after(async ({ stage }) => {
  await stage.close();
});

suite('skips what cannot be played, tells of it, and rests after three failures in a row', async ({ stage }) => {
  const room = stage.openRoom();
  await room.enqueue('a', '900');
  await room.turnOn();
  await room.hears(900);
  assert.equal(room.endings(), ['a failed']);
  await room.enqueue('b', 'c', 'd', 'e', '1100');
  await room.skip();
  await waitFor(() => room.eventsOf('track.failed').length === 4, { what: 'three more failures' });
  await room.hears(placeholderHertz);
  assert.is((await room.read()).current?.track.title, 'e', 'the next one waits');
  assert.is(room.eventsOf('stream.stalled').length, 1);
  await room.skip();
  await room.hears(1_100);
  assert.equal(
    room.eventsOf('track.failed').map(({ data }) => data.item.track.title),
    ['a', 'b', 'c', 'd'],
  );
});

suite('asks for the assistant, follows an invite, counts listeners', async ({ stage, player }) => {
  const { store, telegram } = stage;
  const { world, owner, assistant, olga } = telegram;
  const room = stage.openRoom();
  world.setMember(room.streamId, assistant.id, { status: 'left' }, owner.id);
  const players = await waitFor(() => store.players.list(), { what: 'the registry' });
  assert.equal(
    players.map(({ playerId, assistantId, isConnected }) => [playerId, assistantId, isConnected]),
    [[player.playerId, assistant.id, true]],
  );
  await room.turnOn();
  const stateIs = (state: string) => async () => (await store.playback.readState(room.streamId)).state === state;
  await waitFor(stateIs('blocked'), { what: 'blocked' });
  assert.is((await store.playback.readState(room.streamId)).problem, 'assistant-missing');
  const { hash } = world.createInviteLink(room.streamId, owner.id);
  world.startCall(room.streamId, owner.id);
  await store.commands.send({ type: 'join-chat', streamId: room.streamId, inviteLink: `https://t.me/+${hash}` });
  await waitFor(stateIs('live'), { what: 'live' });
  world.joinCall(room.call().id, { userId: olga.id, source: 0, muted: true, via: 'control' });
  await waitFor(() => room.eventsOf('listeners.changed').at(-1)?.data.count === 1, { what: 'the listener' });
});

suite.run();
