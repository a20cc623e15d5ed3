import { rm } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../test/fixtures/temporary-folder.ts';
import { createFaults } from './fault-registry.ts';
import type { Faults } from './faults.ts';
import type { MediaServer } from './media/media-server.ts';
import { applyMediaDrop } from './media-drop.ts';
import { createWorld, type World } from './world/world.ts';

interface Context {
  folder: string;
  world: World;
  faults: Faults;
  chatId: number;
  /** Calls that are deaf now; null stands for all. */
  deaf: Set<string | null>;
  stop(): void;
}

const test = suite<Context>('media-drop');

test.before.each(async (context) => {
  context.folder = await makeTemporaryFolder();
  context.world = createWorld({ folder: context.folder });
  context.faults = createFaults();
  context.deaf = new Set();
  const owner = context.world.addUser({ firstName: 'You' }).id;
  const members = [{ userId: owner, status: 'creator' }] as const;
  context.chatId = context.world.addChat({ type: 'supergroup', title: 'Room', members }).id;
  const media: Pick<MediaServer, 'setDeaf'> = {
    setDeaf: (callId, isDeaf) => {
      if (isDeaf) context.deaf.add(callId);
      else context.deaf.delete(callId);
    },
  };
  context.stop = applyMediaDrop(context.world, context.faults, media);
});
test.after.each(async ({ world, folder, stop }) => {
  stop();
  world.close();
  await rm(folder, { recursive: true, force: true });
});

test('a fault for one chat makes its call deaf until it ends', ({ world, faults, chatId, deaf }) => {
  const call = world.startCall(chatId, 1);
  faults.add({ kind: 'media-drop', chatId });
  assert.equal([...deaf], [call.id]);
  faults.add({ kind: 'flood-wait' });
  assert.equal([...deaf], [call.id], 'other faults change nothing');
  faults.clear();
  assert.equal([...deaf], []);
});

test('a call that starts while the fault lasts is deaf too', ({ world, faults, chatId, deaf }) => {
  faults.add({ kind: 'media-drop', chatId, seconds: 60 });
  assert.equal([...deaf], []);
  const call = world.startCall(chatId, 1);
  assert.equal([...deaf], [call.id]);
  faults.clear();
});

test('a fault without a chat makes all deaf', ({ faults, deaf }) => {
  faults.add({ kind: 'media-drop' });
  assert.equal([...deaf], [null]);
  faults.clear();
  assert.equal([...deaf], []);
});

test.run();
