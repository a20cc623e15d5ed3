import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GroupCall } from '../world/model.ts';
import { createWorld, type World } from '../world/world.ts';
import { createSilentMediaServer, type SilentMediaServer } from './fixtures/silent-media-server.ts';
import { followCalls, type MediaFollower } from './media-follower.ts';

interface Context {
  folder: string;
  world: World;
  media: SilentMediaServer;
  follower: MediaFollower;
  call: GroupCall;
}

const test = suite<Context>('media-follower');
const owner = 1;
const assistant = 2;

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'efir-follower-'));
  context.world = createWorld({ folder: context.folder });
  context.media = createSilentMediaServer();
  context.follower = followCalls(context.world, context.media);
  const members = [
    { userId: owner, status: 'creator' },
    { userId: assistant, status: 'administrator' },
  ] as const;
  const chat = context.world.addChat({ type: 'supergroup', title: 'Room', members });
  context.call = context.world.startCall(chat.id, owner);
});
test.after.each(({ follower, world, folder }) => {
  follower.close();
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Joins as the methods do: the follower first, then the world. */
function joinWithMedia({ follower, world, call }: Context, source: number): void {
  follower.joined(call.id, assistant, source);
  world.joinCall(call.id, { userId: assistant, source, muted: false, via: 'mtproto' });
}

/** What was done to the media, but for how loud it is. */
const done = ({ media }: Context) => media.log;

test('a join, a mute and a rejoin with new media leave the media alone', (context) => {
  joinWithMedia(context, 5);
  context.world.changeParticipant(context.call.id, assistant, { muted: true });
  joinWithMedia(context, 6);
  assert.equal(done(context), []);
});

test('how loud somebody is made is how loud they are heard, after a rejoin as well', (context) => {
  const gains = () => context.media.gains;
  joinWithMedia(context, 5);
  context.world.changeParticipant(context.call.id, assistant, { volume: 15_000 });
  joinWithMedia(context, 6);
  assert.equal(gains(), [1, 1.5, 1.5]);
});

test('who leaves, for whatever reason, is taken out of the media', (context) => {
  joinWithMedia(context, 5);
  context.world.kick(context.call.chatId, assistant, owner, 'chat');
  assert.equal(done(context), [`leave ${context.call.id}:${assistant}`]);
});

test('a session that is displaced by another source loses its media, once', (context) => {
  joinWithMedia(context, 5);
  const { world, call } = context;
  world.joinCall(call.id, { userId: assistant, source: 77, muted: false, via: 'control' });
  world.leaveCall(call.id, assistant);
  assert.equal(done(context), [`leave ${call.id}:${assistant}`]);
});

test('those without media are no concern of the media server', (context) => {
  const { world, call } = context;
  world.joinCall(call.id, { userId: owner, source: 0, muted: true, via: 'page' });
  world.leaveCall(call.id, owner);
  assert.equal(done(context), []);
});

test('the end of a call closes it there', (context) => {
  joinWithMedia(context, 5);
  context.world.discardCall(context.call.id, owner);
  assert.equal(done(context), [`close ${context.call.id}`]);
});

test.run();
