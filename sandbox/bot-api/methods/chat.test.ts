import { writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BotApiStage, openBotApiStage, refused } from '../../../test/fixtures/bot-api-stage.ts';

const test = suite<BotApiStage>('chat and administration');
const noRestricting = 'not enough rights to restrict/unrestrict chat member';
const noInviting = 'not enough rights to manage chat invite link';

test.before.each(async (stage) => {
  Object.assign(stage, await openBotApiStage());
});
test.after.each(async ({ close }) => close());

test('chats by id and by username', async ({ api, ids, world }) => {
  const chat = await api.getChat(ids.group);
  assert.is(chat.title, 'Room');
  assert.is(chat.type, 'supergroup');
  const members = [{ userId: ids.bot, status: 'administrator' }] as const;
  const open = world.addChat({ type: 'supergroup', title: 'Open', username: 'open_room', members });
  assert.is((await api.getChat('@open_room')).id, open.id);
  const own = await api.getChat(ids.owner);
  assert.is(own.type, 'private');
  assert.is(own.first_name, 'You');
  await refused(api.getChat('@nothing_there'), 400, 'chat not found');
});

test('members: status and rights; who never came has left', async ({ api, ids, world }) => {
  const bot = await api.getChatMember(ids.group, ids.bot);
  assert.is(bot.status, 'administrator');
  assert.ok(bot.status === 'administrator' && bot.can_manage_video_chats && !bot.can_promote_members);
  assert.is((await api.getChatMember(ids.group, ids.owner)).status, 'creator');
  const stranger = world.addUser({ firstName: 'Stranger' }).id;
  assert.is((await api.getChatMember(ids.group, stranger)).status, 'left');
  await refused(api.getChatMember(ids.group, 123_456), 400, 'user not found');
  assert.is(await api.getChatMemberCount(ids.group), 3);
});

test('administrators: creator and the bot itself, other bots left out', async ({ api, ids, world }) => {
  const otherBot = world.addUser({ firstName: 'Other', isBot: true }).id;
  world.setMember(ids.group, otherBot, { status: 'administrator' }, ids.owner);
  const list = await api.getChatAdministrators(ids.group);
  assert.equal(list.map(({ user }) => user.id).sort(), [ids.bot, ids.owner].sort());
  await refused(api.getChatAdministrators(ids.owner), 400, /no administrators in the private chat/);
});

test('files up to 20 MB can be fetched, others not', async ({ api, ids, token, url, world }) => {
  const small = await world.addFile(Buffer.from('sound'), { kind: 'audio', fileName: 'a.mp3' });
  const message = world.postMessage({ chatId: ids.owner, fromId: ids.owner, media: small });
  const large = await world.addFile(Buffer.alloc(20 * 1024 * 1024 + 1), { kind: 'audio', fileName: 'b.mp3' });
  const largeMessage = world.postMessage({ chatId: ids.owner, fromId: ids.owner, media: large });
  const updates = await api.getUpdates();
  const audioOf = (id: number) =>
    updates.map(({ message: m }) => m).find((m) => m?.message_id === id && m.chat.id === ids.owner)?.audio;
  const file = await api.getFile(audioOf(message.messageId)?.file_id ?? '');
  assert.is(file.file_size, 5);
  assert.match(file.file_path ?? '', /^music\/\d+\.mp3$/);
  const response = await fetch(`${url}/file/bot${token}/${file.file_path}`);
  assert.is(await response.text(), 'sound');
  await refused(api.getFile(audioOf(largeMessage.messageId)?.file_id ?? ''), 400, 'file is too big');
  await refused(api.getFile('nonsense'), 400, 'invalid file_id');
  assert.is((await fetch(`${url}/file/bot${token}/music/1.mp3`)).status, 404);
  assert.is((await fetch(`${url}/file/botwrong/${file.file_path}`)).status, 401);
});

test('a download that is slow still arrives whole', async ({ url, token, world, faults }) => {
  const media = await world.addFile(Buffer.alloc(80_000, 7), { kind: 'voice' });
  writeFileSync(media.path, Buffer.alloc(80_000, 9));
  faults.add({ kind: 'slow-download' });
  const started = performance.now();
  const response = await fetch(`${url}/file/bot${token}/voice/${media.documentId}.oga`);
  const bytes = Buffer.from(await response.arrayBuffer());
  assert.ok(bytes.equals(Buffer.alloc(80_000, 9)));
  assert.ok(performance.now() - started > 900, 'three pieces with pauses between them');
});

test('a ban needs the right, and nobody outranks the creator', async ({ api, ids, world }) => {
  await refused(api.banChatMember(ids.quiet, ids.member), 400, noRestricting);
  await refused(api.banChatMember(ids.group, ids.owner), 400, "can't remove chat owner");
  await refused(api.banChatMember(ids.group, ids.bot), 400, "can't restrict self");
  await api.banChatMember(ids.group, ids.member);
  assert.is(world.member(ids.group, ids.member)?.status, 'kicked');
  const admin = world.addUser({ firstName: 'Admin' }).id;
  world.setMember(ids.group, admin, { status: 'administrator' }, ids.owner);
  await refused(api.banChatMember(ids.group, admin), 400, 'user is an administrator of the chat');
});

test('unban with only_if_banned spares members, without it removes them', async ({ api, ids, world }) => {
  await api.unbanChatMember(ids.group, ids.member, { only_if_banned: true });
  assert.is(world.member(ids.group, ids.member)?.status, 'member');
  await api.unbanChatMember(ids.group, ids.member);
  assert.is(world.member(ids.group, ids.member)?.status, 'left');
  await api.banChatMember(ids.group, ids.member);
  await api.unbanChatMember(ids.group, ids.member, { only_if_banned: true });
  assert.is(world.member(ids.group, ids.member)?.status, 'left');
  await refused(api.unbanChatMember(ids.basic, ids.member), 400, /available for supergroup and channel chats only/);
});

test('promoting needs the right, and gives no more than one has', async ({ api, ids, world }) => {
  const rights = { can_manage_video_chats: true };
  await refused(api.promoteChatMember(ids.group, ids.member, rights), 400, 'not enough rights');
  world.setMember(ids.group, ids.bot, { canPromoteMembers: true, canInviteUsers: false }, ids.owner);
  await api.promoteChatMember(ids.group, ids.member, rights);
  assert.ok(world.member(ids.group, ids.member)?.canManageVideoChats);
  assert.not(world.member(ids.group, ids.member)?.canDeleteMessages);
  await refused(api.promoteChatMember(ids.group, ids.member, { can_invite_users: true }), 400, 'RIGHT_FORBIDDEN');
  await api.promoteChatMember(ids.group, ids.member, {});
  assert.is(world.member(ids.group, ids.member)?.status, 'member');
});

test('invite links need the right; additional ones leave the primary link alone', async ({ api, ids, world }) => {
  await refused(api.createChatInviteLink(ids.quiet), 400, noInviting);
  const primary = await api.exportChatInviteLink(ids.group);
  const { invite_link: additional, is_primary: isPrimary } = await api.createChatInviteLink(ids.group, { name: 'in' });
  assert.not(isPrimary);
  assert.is(world.findInvite(primary)?.isRevoked, false);
  assert.is((await api.getChat(ids.group)).invite_link, primary);
  await api.exportChatInviteLink(ids.group);
  assert.ok(world.findInvite(primary)?.isRevoked, 'the old primary link is replaced');
  const revoked = await api.revokeChatInviteLink(ids.group, additional);
  assert.ok(revoked.is_revoked);
  const guest = world.addUser({ firstName: 'Guest' }).id;
  assert.is(world.useInvite(additional, guest).type, 'expired');
  const wrong = { member_limit: 1, creates_join_request: true };
  await refused(api.createChatInviteLink(ids.group, wrong), 400, /member limit can't be specified/);
});

test('who asks to join is let in or not, once', async ({ api, ids, world }) => {
  const { invite_link: link } = await api.createChatInviteLink(ids.group, { creates_join_request: true });
  const [yes, no] = [world.addUser({ firstName: 'Yes' }).id, world.addUser({ firstName: 'No' }).id];
  await refused(api.approveChatJoinRequest(ids.group, yes), 400, /HIDE_REQUESTER_MISSING/);
  world.useInvite(link, yes);
  world.useInvite(link, no);
  await api.approveChatJoinRequest(ids.group, yes);
  await api.declineChatJoinRequest(ids.group, no);
  assert.is(world.member(ids.group, yes)?.status, 'member');
  assert.is(world.member(ids.group, no), undefined);
  await refused(api.approveChatJoinRequest(ids.group, yes), 400, /USER_ALREADY_PARTICIPANT/);
  await refused(api.approveChatJoinRequest(ids.group, no), 400, /HIDE_REQUESTER_MISSING/);
});

test('the bot leaves', async ({ api, ids, world }) => {
  await api.leaveChat(ids.group);
  assert.is(world.member(ids.group, ids.bot)?.status, 'left');
  await refused(api.leaveChat(ids.owner), 400, "chat can't be left");
});

test.run();
