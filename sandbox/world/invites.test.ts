import { rmSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { inviteUrl } from './invites.ts';
import { createWorld, type World } from './world.ts';

interface Context {
  folder: string;
  world: World;
  chatId: number;
  nowSec: number;
}

const test = suite<Context>('invites');
const owner = 1;
const guest = 2;

test.before.each(async (context) => {
  context.folder = await makeTemporaryFolder();
  context.nowSec = 1_790_000_000;
  context.world = createWorld({ folder: context.folder, nowMs: () => context.nowSec * 1000 });
  context.world.addUser({ id: owner, firstName: 'Owner' });
  context.world.addUser({ id: guest, firstName: 'Guest' });
  const members = [{ userId: owner, status: 'creator' }] as const;
  context.chatId = context.world.addChat({ type: 'supergroup', title: 'Room', members }).id;
});
test.after.each(({ world, folder }) => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a link lets in, once', ({ world, chatId }) => {
  const { hash } = world.createInviteLink(chatId, owner);
  assert.is(world.useInvite(hash, guest).type, 'joined');
  assert.is(world.member(chatId, guest)?.status, 'member');
  assert.is(world.useInvite(hash, guest).type, 'already-in');
});

test('every way of writing a link means the same', ({ world, chatId }) => {
  const invite = world.createInviteLink(chatId, owner);
  for (const link of [inviteUrl(invite), `https://t.me/joinchat/${invite.hash}`, `+${invite.hash}`, invite.hash])
    assert.is(world.findInvite(link), invite, link);
});

test('revoked, over their time or used up: expired', ({ world, chatId, ...context }) => {
  const revoked = world.createInviteLink(chatId, owner);
  world.revokeInvite(revoked.hash);
  assert.is(world.useInvite(revoked.hash, guest).type, 'expired');
  assert.is(world.useInvite('unknown', guest).type, 'expired');
  const old = world.createInviteLink(chatId, owner, { expireDate: context.nowSec - 1 });
  assert.is(world.useInvite(old.hash, guest).type, 'expired');
  const single = world.createInviteLink(chatId, owner, { memberLimit: 1 });
  assert.is(world.useInvite(single.hash, guest).type, 'joined');
  const third = world.addUser({ firstName: 'Third' }).id;
  assert.is(world.useInvite(single.hash, third).type, 'expired');
});

test('who is banned stays out', ({ world, chatId }) => {
  const { hash } = world.createInviteLink(chatId, owner);
  world.setMember(chatId, guest, { status: 'kicked' }, owner);
  assert.is(world.useInvite(hash, guest).type, 'banned');
});

test('a new primary link revokes the old one, additional links live on', ({ world, chatId }) => {
  const additional = world.createInviteLink(chatId, owner);
  const first = world.createInviteLink(chatId, owner, { isPrimary: true });
  world.createInviteLink(chatId, owner, { isPrimary: true });
  assert.ok(first.isRevoked);
  assert.not(additional.isRevoked);
});

test('a link that needs approval: asked, let in or not', ({ world, chatId }) => {
  const asked: number[] = [];
  world.events.on('joinRequest', (_chat, userId) => asked.push(userId));
  const { hash } = world.createInviteLink(chatId, owner, { createsJoinRequest: true });
  assert.is(world.useInvite(hash, guest).type, 'requested');
  assert.equal(asked, [guest]);
  assert.ok(world.hasJoinRequest(chatId, guest));
  assert.is(world.member(chatId, guest), undefined);
  assert.ok(world.answerJoinRequest(chatId, guest, true, owner));
  assert.is(world.member(chatId, guest)?.status, 'member');
  assert.not(world.answerJoinRequest(chatId, guest, true, owner), 'nobody asks any more');
});

test.run();
