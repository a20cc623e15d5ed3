import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPlayerStage, type PlayerStage } from '../test/fixtures/player-stage.ts';
import { openRadioServer, type RadioServer } from '../test/fixtures/radio-server.ts';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { makeTone } from '../test/fixtures/tones.ts';
import { waitFor } from '../test/fixtures/wait-for.ts';

interface Context {
  folder: string;
  radio: RadioServer;
  stage: PlayerStage;
}

const suite = createSuite<Context>('player, live sound');

suite.before(async (context) => {
  context.folder = await makeTemporaryFolder();
  const options = { frequency: 700, seconds: 5, bitrateKbps: 128 };
  const sound = await readFile(await makeTone(join(context.folder, 'radio.mp3'), options));
  context.radio = await openRadioServer({ sound, bytesPerSecond: 16_000, burstBytes: 20_000 });
  context.stage = await openPlayerStage({ 900: 60 }, { EGRESS_ALLOW: `127.0.0.1:${context.radio.port}` });
  await context.stage.startPlayer();
});

suite.after(async ({ stage, radio, folder }) => {
  await stage.close();
  await radio.close();
  await rm(folder, { recursive: true, force: true });
});

suite('a radio: its titles, a broken line mended, and gone for good the next track', async ({ stage, radio }) => {
  const { store } = stage;
  const room = stage.openRoom();
  const track = {
    trackId: 'radio',
    title: 'Radio',
    performer: null,
    durationMs: null,
    source: { type: 'live', url: radio.url } as const,
  };
  const item = { itemId: randomUUID(), track, addedBy: { id: 1, name: 'test' }, addedAt: 0 };
  await room.wish(() => store.queue.add(room.streamId, [item], 'end', randomUUID()));
  await room.enqueue('900');
  await room.turnOn();
  await room.hears(700);
  const titles = () => room.eventsOf('track.title').map(({ data }) => data.title);
  await waitFor(() => titles().length === 1, { what: 'the title' });
  radio.setTitle('Another One');
  await waitFor(() => titles().at(-1) === 'Another One', { what: 'the next title', timeoutMs: 20_000 });
  const served = radio.served();
  radio.drop();
  await waitFor(() => radio.served() > served, { what: 'the next connection', timeoutMs: 20_000 });
  await room.hears(700);
  assert.equal(room.endings(), []);
  await radio.close();
  await room.hears(900);
  await waitFor(() => room.endings().length === 1, { what: 'the end' });
  assert.equal(room.endings(), ['Radio failed']);
  assert.is((await store.playback.history(room.streamId, 1))[0]?.outcome, 'failed');
});

suite.run();
