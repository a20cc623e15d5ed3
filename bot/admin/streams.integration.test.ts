import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminMessage, type AdminRoom, startAdminRoom } from '../../test/fixtures/admin-chat.ts';
import type { Room } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('the administration in chat: streams, tracks, the audit');
let room: AdminRoom;
let admin: number;
let moderator: number;
let tests = 0;

test.before(async () => {
  room = await startAdminRoom();
});
test.after(() => room.close());
/** Each test has people of its own: a bot says no more than one thing a second in a private chat. */
test.before.each(async () => {
  tests += 1;
  admin = await room.member(`Anna${tests}`, 'admin');
  moderator = await room.member(`Misha${tests}`, 'moderator');
});

const playback = ({ chatId }: Room) => room.store.playback.read(chatId);
/** A group where First plays and Second waits. */
async function playing(): Promise<Room> {
  const chat = await room.group(room.owner);
  await chat.ask(room.owner, '/play First', /Now playing/);
  await chat.ask(room.owner, '/play Second', /Added at 1/);
  return chat;
}
/** The card of a group's stream, found by its id. */
async function openStream(by: number, { chatId }: Room): Promise<AdminMessage> {
  // As if they had searched for it.
  await room.store.notes.set(by, 'admin-search-streams', String(chatId));
  const page = await room.openAdmin(by);
  await page.follow('📻 Streams', '1');
  return page;
}

test('a moderator steers any stream from its card', async () => {
  const chat = await playing();
  const card = await openStream(moderator, chat);
  assert.match(card.text(), /📻 Jazz\nId -\d+\n▶ On the air\nFirst · 0:0\d \/ 3:00\nQueue: 1 track/);
  assert.equal(card.faces().slice(0, 1), [['⏸', '⏭', '⏹']]);
  assert.is(await card.press('⏸'), 'Paused');
  assert.is((await playback(chat)).isPaused, true);
  assert.match(card.text(), /⏸ Paused/);
  assert.is(await card.press('▶'), 'Going on');
  assert.is(await card.press('⏭'), 'Skipped');
  assert.is((await playback(chat)).current?.track.title, 'Second');
  await card.follow('⏹');
  assert.match(card.text(), /Stop the music in “Jazz”/);
  assert.is(await card.press('⏹ Stop'), 'Stopped');
  assert.is((await playback(chat)).isOn, false);
  assert.match(card.text(), /⏹ Off the air/);
  assert.is(await card.press('▶ Resume'), 'Going on');
  assert.is((await playback(chat)).isOn, true);
});

test('the list of those on the air', async () => {
  const chat = await playing();
  const page = await room.openAdmin(moderator);
  await page.follow('📻 Streams', 'On the air');
  assert.match(page.text(), /Jazz · on the air · First/);
  await room.control.stop({
    streamId: chat.chatId,
    operation: 'stop for the list',
    actor: { person: { id: admin, name: 'Anna' }, role: 'admin', isBlocked: false, isChatOperator: false },
  });
  // Its row is gone: that is not the button which was pressed.
  assert.match(await page.press('✓ On the air'), /the message is up to date now/);
  assert.not.match(page.text(), new RegExp(String(chat.chatId)));
});

test('the settings of any chat, and back to its card; a forged press from elsewhere changes nothing', async () => {
  const chat = await playing();
  const card = await openStream(moderator, chat);
  await card.follow('⚙ Settings');
  assert.match(card.text(), /^⚙ Settings of that chat/);
  await card.follow('Volume');
  const data = card.dataOf('150%');
  assert.is(await card.press('150%'), 'Done');
  assert.is((await room.store.settings.read(chat.chatId)).volumePercent, 150);
  const other = await room.group(admin);
  const { messageId } = await other.ask(admin, '/settings', /Settings of this chat/);
  await room.store.settings.change(chat.chatId, { patch: { volumePercent: 100 }, userId: 1 }, 'back to 100');
  assert.match(await other.pressData(admin, messageId, data), /^Only people who manage video chats/);
  assert.is((await room.store.settings.read(chat.chatId)).volumePercent, 100);
  await card.follow('‹ Back');
  assert.match(card.text(), /^📻 Jazz/);
});

test('a stream is deleted by admins only, after a question', async () => {
  const chat = await playing();
  assert.not.ok((await openStream(moderator, chat)).faces().flat().includes('🗑 Delete'));
  const card = await openStream(admin, chat);
  await card.follow('🗑 Delete');
  assert.match(card.text(), /Delete “Jazz”: end it, and forget/);
  const data = card.dataOf('🗑 Delete for good');
  const forged = await room.openAdmin(moderator);
  assert.is(await forged.chat.pressData(moderator, forged.messageId, data), 'Only admins of Efir can do that.');
  assert.is(await card.press('🗑 Delete for good'), 'Done');
  assert.is((await playback(chat)).isOn, false);
  assert.is(await room.records.streams.find(chat.chatId), null);
});

test('a track is found, renamed, and deleted', async () => {
  await playing();
  await waitFor(async () => (await room.records.tracks.count()) > 0, { what: 'the history' });
  const page = await room.openAdmin(admin);
  await page.follow('🎵 Tracks', '🔍 Search');
  await page.chat.answer(page.messageId, /Which track/);
  const found = await page.chat.ask(admin, 'Firs', /Tracks · \d+ in all/);
  const card = room.view(page.chat, found.messageId);
  await card.follow('1');
  assert.match(card.text(), /🎵 First\n3:00\nFrom .*\nPlayed (once|\d+ times)/);
  await card.follow('✎ Title');
  await card.chat.answer(card.messageId, /Send me the new title/);
  const renamed = await card.chat.ask(admin, 'So What', /🎵 So What[\s\S]*Named here/);
  const after = room.view(card.chat, renamed.messageId);
  await after.follow('🗑 Delete');
  assert.is(await after.press('🗑 Delete for good'), 'Done');
  assert.match(after.text(), /🎵 Tracks/);
});

test('the audit: newest first, of one person, of one kind; an entry with before and after is taken back once', async () => {
  const chat = await playing();
  const card = await openStream(admin, chat);
  await card.follow('⚙ Settings', 'Volume');
  await card.press('50%');
  const page = await room.openAdmin(room.owner);
  await page.follow('📜 Who did what');
  const [first = ''] = page
    .text()
    .split('\n')
    .filter((line) => /^1\. /.test(line));
  assert.match(first, /@anna\d: settings were changed · stream:-\d+ · just now/);
  await page.follow('Kind', 'settings');
  assert.match(page.text(), /Kind: settings/);
  assert.not.match(page.text(), /the queue|paused/);
  await page.follow('1');
  assert.match(page.text(), /Before: \{"volumePercent":100\}\nAfter: \{"volumePercent":50\}/);
  await page.follow('📜 What they did');
  assert.match(page.text(), /Only: @anna\d/);
  await page.follow('1', '↶ Take it back');
  assert.is(await page.press('↶ Take it back'), 'Done');
  assert.is((await room.store.settings.read(chat.chatId)).volumePercent, 100);
  assert.not.ok(page.faces().flat().includes('↶ Take it back'));
});

test('the way into the panel: once, for five minutes, without a preview, and for this person', async () => {
  const page = await room.openAdmin(moderator);
  await page.follow('Open the panel ↗');
  const sent = await page.chat.answer(page.messageId, /works once, for five minutes/);
  const secret = /sign-in\?link=([\w%-]+)/.exec(sent.text ?? '')?.[1] ?? '';
  const { access } = room.control.admin;
  assert.ok(await access.peek(secret));
  const signed = await access.signIn(secret, null);
  assert.is(signed.type, 'signed-in');
  assert.is((await access.signIn(secret, null)).type, 'expired');
  assert.is((await access.readSession(signed.type === 'signed-in' ? signed.session : ''))?.person.id, moderator);
  await page.chat.ask(moderator, '/panel', /127\.0\.0\.1:8080\/admin\/sign-in\?link=/);
});

test('what /help and the slash tell a moderator, and do not tell others', async () => {
  const chat = room.privateChat(moderator);
  await chat.ask(moderator, '/help', /For moderators and admins of Efir:\n\/admin/);
  const names = (userId: number) => room.commandsFor(userId, userId).map(({ command }) => command);
  assert.equal(names(moderator), ['admin', 'panel', 'help', 'start']);
  const user = await room.member('Egor', 'user');
  await room.privateChat(user).ask(user, '/help', /\/settings – who may add(?![\s\S]*\/admin)/);
  assert.equal(names(user), ['help', 'start']);
  await room.records.users.update(moderator, { role: 'user' });
  await chat.ask(moderator, '/help', /\/settings/);
  assert.equal(names(moderator), ['help', 'start']);
});

test.run();
