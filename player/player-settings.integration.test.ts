import { randomUUID } from 'node:crypto';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamSettings } from '../storage/model.ts';
import type { PlayerRoom } from '../test/fixtures/player-room.ts';
import { openPlayerStage, type PlayerStage, placeholderHertz } from '../test/fixtures/player-stage.ts';
import { rmsDb } from '../test/fixtures/spectrum.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';
import { readWav } from '../test/fixtures/wav.ts';

const suite = createSuite<{ stage: PlayerStage; room: PlayerRoom }>('player settings');

suite.before(async (context) => {
  context.stage = await openPlayerStage({ 500: 1.5, 900: 60 });
  await context.stage.startPlayer();
});

suite.before.each((context) => {
  context.room = context.stage.openRoom();
});

suite.after(async ({ stage }) => {
  await stage.close();
});

/** Changes settings; nobody wakes the player. */
async function set({ store }: PlayerStage, { streamId }: PlayerRoom, patch: Partial<StreamSettings>) {
  await store.settings.change(streamId, { patch, userId: 1 }, randomUUID());
}

/** How loud a listener hears it in the next half second, dB. */
async function level({ media }: PlayerStage, room: PlayerRoom): Promise<number> {
  const { channels } = readWav(await media.recordWav(room.call().id, 0.5));
  return rmsDb(channels[0] ?? new Float32Array());
}

async function isHeardAt(stage: PlayerStage, room: PlayerRoom, db: number) {
  let heard = Number.NaN;
  const isIt = async () => {
    heard = await level(stage, room);
    return Math.abs(heard - db) < 1;
  };
  await waitFor(isIt, { what: `${db} dB`, timeoutMs: 20_000 }).catch((cause: unknown) => {
    throw new Error(`heard ${heard} dB instead of ${db} dB`, { cause });
  });
}

suite('volume: what listeners hear, also in another call of the chat', async ({ stage, room }) => {
  await room.enqueue('900');
  await room.turnOn();
  await room.hears(900);
  const fullDb = await level(stage, room);
  await set(stage, room, { volumePercent: 50 });
  await isHeardAt(stage, room, fullDb - 6);
  const { world, owner } = stage.telegram;
  world.discardCall(room.call().id, owner.id);
  world.startCall(room.streamId, owner.id);
  await isHeardAt(stage, room, fullDb - 6);
  await set(stage, room, { volumePercent: 200 });
  await isHeardAt(stage, room, fullDb + 6);
  const before = (await room.read()).positionMs;
  await set(stage, room, { volumePercent: 0 });
  await room.hears(0);
  await set(stage, room, { volumePercent: 100 });
  await isHeardAt(stage, room, fullDb);
  // Time went on.
  await waitFor(async () => (await room.read()).positionMs > before + 500, { what: 'the later position' });
});

suite('a stream’s own placeholder, and the installation’s when that is gone', async ({ stage, room }) => {
  const trackOf = (name: string) => ({
    trackId: `own-${name}`,
    title: name,
    performer: null,
    durationMs: null,
    source: { type: 'library', path: `${name}.wav` } as const,
  });
  await set(stage, room, { placeholder: trackOf('500') });
  await room.turnOn();
  await room.hears(500);
  await set(stage, room, { placeholder: trackOf('missing') });
  await room.hears(placeholderHertz);
  await set(stage, room, { placeholder: trackOf('500') });
  await room.hears(500);
  await set(stage, room, { placeholder: null });
  await room.hears(placeholderHertz);
});

suite('a looped track is joined to itself without a missing packet', async ({ stage, room }) => {
  await set(stage, room, { loop: 'track' });
  await room.enqueue('500');
  await room.turnOn();
  await room.hears(500);
  const report = await stage.media.measureRtp(room.call().id, 4);
  assert.is(report.lost, 0);
  assert.ok(room.endings().length >= 2, 'some rounds');
  assert.ok(room.endings().every((ending) => ending === '500 finished'));
  await set(stage, room, { loop: 'off' });
  await room.hears(placeholderHertz);
});

suite.run();
