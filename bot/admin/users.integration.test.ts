import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminRoom, startAdminRoom } from '../../test/fixtures/admin-chat.ts';
import { createBot } from '../create-bot.ts';

const test = suite('the administration in chat: users');
let room: AdminRoom;
let admin: number;
let admins = 0;
let moderator: number;
let egor: number;

test.before(async () => {
  room = await startAdminRoom();
  moderator = await room.member('Misha', 'moderator', 'ru');
  egor = await room.member('Egor', 'user');
});
test.after(() => room.close());
/** Each test has an admin of its own: a bot says no more than one thing a second in a private chat. */
test.before.each(async () => {
  admins += 1;
  admin = await room.member(`Anna${admins}`, 'admin');
});

const roleOf = async (id: number) => (await room.control.people.standing(id)).role;
/** Opens the card of a person. */
async function openCard(by: number, words: string) {
  // As if they had searched for it.
  await room.store.notes.set(by, 'admin-search-users', words);
  const page = await room.openAdmin(by);
  await page.follow(by === moderator ? '👥 Люди' : '👥 Users', '1');
  return page;
}

test('strangers get one plain answer, in private; in a group it leads to the private chat', async () => {
  const chat = room.privateChat(egor);
  for (const command of ['/admin', '/panel']) await chat.ask(egor, command, /^This is for moderators and admins/);
  const group = await room.group(room.owner, [admin]);
  for (const command of ['/admin', '/panel']) {
    const { text } = await group.ask(admin, command, /in our private chat only/);
    assert.not.match(text ?? '', /sign-in/);
  }
});

test('home: figures, and four ways on', async () => {
  const page = await room.openAdmin(admin);
  assert.match(page.text(), /people know me/);
  assert.equal(page.faces(), [
    ['👥 Users', '📻 Streams'],
    ['🎵 Tracks', '📜 Who did what'],
    ['↻ Refresh', 'Open the panel ↗'],
  ]);
});

test('a user is found by email, @username, name and id; the search can be ended', async () => {
  await room.records.users.update(egor, { email: 'egor@music.example' });
  let page = await room.openAdmin(admin);
  for (const words of ['egor@music', '@egor', 'Ego', String(egor)]) {
    if (!page.faces().flat().includes('🔍 Search')) await page.follow('👥 Users');
    await page.follow('🔍 Search');
    await page.chat.answer(page.messageId, /Whom do you look for/);
    page = room.view(page.chat, (await page.chat.ask(admin, words, /Users · \d+ in all/)).messageId);
    await page.follow('1');
    assert.match(page.text(), /👤 Egor\n@egor\nId \d+\nRole: user\nEmail: egor@music\.example/, words);
    await page.follow('‹ Back');
  }
  assert.match(page.text(), new RegExp(`Search: ${egor}`));
  await page.follow('✕ Search');
  assert.not.match(page.text(), /Search:/);
});

test('a role is changed after a question, counts at once, and is written down', async () => {
  const card = await openCard(admin, '@egor');
  await card.follow('Role', 'Moderator');
  assert.match(card.text(), /Make Egor a moderator\?/);
  assert.is(await roleOf(egor), 'user');
  assert.is(await card.press('✓ Change the role'), 'Done');
  assert.match(card.text(), /Role: moderator/);
  assert.is(await roleOf(egor), 'moderator');
  await room.openAdmin(egor);
  await card.follow('Role', 'User');
  await card.press('✓ Change the role');
  await room.privateChat(egor).ask(egor, '/admin', /^This is for moderators/);
});

test('what a person may not do is not shown', async () => {
  const card = await openCard(moderator, String(admin));
  assert.equal(card.faces(), [['📜 Действия'], ['‹ Назад']]);
  const own = await openCard(admin, String(admin));
  assert.equal(own.faces().flat(), ['✎ Email', '✎ Note', '📜 What they did', '‹ Back']);
  const owner = await openCard(admin, '@olga');
  assert.equal(owner.faces().flat(), ['📜 What they did', '‹ Back']);
  const roles = await openCard(admin, '@misha');
  await roles.follow('Role');
  assert.equal(roles.faces().flat(), ['User: no special rights', '‹ Back']);
  const all = await openCard(room.owner, '@misha');
  await all.follow('Role');
  assert.is(all.faces().length, 3);
});

test('refused with a reason if tried: a moderator who deletes an admin, and one who was an admin until just now', async () => {
  const victim = await room.member('Victor', 'admin');
  const card = await openCard(room.owner, '@victor');
  await card.follow('🗑 Delete');
  const data = card.dataOf('🗑 Delete for good');
  const forged = await room.openAdmin(moderator);
  assert.is(await forged.chat.pressData(moderator, forged.messageId, data), 'Это могут только администраторы Efir.');
  const other = await room.openAdmin(admin);
  assert.is(await other.chat.pressData(admin, other.messageId, data), 'Only an owner of Efir can do that.');
  assert.ok(await room.records.users.find(victim));
  assert.is(await card.press('🗑 Delete for good'), 'Done');
  assert.is(await room.records.users.find(victim), null);
});

test('somebody has changed it meanwhile: told, nothing is lost', async () => {
  const card = await openCard(admin, '@egor');
  await card.follow('🚫 Block');
  await room.records.users.update(egor, { note: 'a good man' });
  assert.is(
    await card.press('🚫 Block'),
    'Somebody has changed it meanwhile. Nothing was done; the message is up to date now.',
  );
  assert.match(card.text(), /Note: a good man/);
  assert.is((await room.records.users.find(egor))?.isBlocked, false);
});

test('email and note are asked for; what is wrong is asked again; Cancel, /cancel and Remove', async () => {
  const card = await openCard(admin, '@egor');
  await card.follow('✎ Email');
  const { messageId } = await card.chat.answer(card.messageId, /Send me the new email/);
  await card.chat.ask(admin, 'nonsense', /^That isn't an email address/);
  const changed = await card.chat.ask(admin, 'new@music.example', /Email: new@music\.example/);
  assert.is((await room.records.users.find(egor))?.email, 'new@music.example');
  await assert.equal(await room.view(card.chat, messageId).faces(), []);
  const next = room.view(card.chat, changed.messageId);
  await next.follow('✎ Email');
  const asked = await card.chat.answer(changed.messageId, /Send me the new email/);
  assert.is(await card.chat.press(admin, asked.messageId, '✕ Remove'), '');
  await card.chat.answer(asked.messageId, /👤 Egor(?![\s\S]*Email)/);
  assert.is((await room.records.users.find(egor))?.email, null);
  await next.follow('✎ Note');
  const note = await card.chat.answer(asked.messageId, /Send me the new note/);
  await card.chat.press(admin, note.messageId, 'Cancel');
  await card.chat.answer(asked.messageId, /^Nothing was changed/);
  await next.follow('✎ Note');
  await card.chat.answer(note.messageId, /Send me the new note/);
  card.chat.say(admin, '/cancel');
  await card.chat.ask(admin, 'some talk', /^I don't know what to do with that/);
});

test('nobody there any more: the card says so', async () => {
  const gone = await room.member('Gleb', 'user');
  const card = await openCard(admin, '@gleb');
  await room.records.users.delete(gone);
  assert.match(await card.press('🚫 Block'), /^Something has changed meanwhile/);
  assert.match(card.text(), /^That is gone by now/);
  await card.follow('‹ Back');
  assert.match(card.text(), /Users · /);
});

test('names are shown as text', async () => {
  const id = room.world.addUser({ firstName: '<b>"Bobby"</b> \u202Egpj', username: 'bobby', languageCode: 'en' }).id;
  await room.privateChat(id).ask(id, '/start', /./);
  const card = await openCard(admin, '@bobby');
  assert.match(card.text(), /👤 <b>"Bobby"<\/b> gpj\n/);
});

test('pages: eight a page, and back to where one was', async () => {
  for (let i = 0; i < 9; i += 1) {
    const seen = { id: 50_000 + i, username: null, firstName: `Listed ${i}`, lastName: null, languageCode: null };
    await room.records.users.seen(seen, Date.now());
  }
  const page = await room.openAdmin(admin);
  await page.follow('👥 Users');
  if (page.faces().flat().includes('✕ Search')) await page.follow('✕ Search');
  assert.is(
    page
      .text()
      .split('\n')
      .filter((line) => /^\d+\. /.test(line)).length,
    8,
  );
  await page.follow('›');
  assert.match(page.text(), /\n9\. /);
  await page.follow('9', '‹ Back');
  assert.match(page.text(), /\n9\. /);
  await page.follow('Moderators');
  assert.match(page.text(), /Users · 1 in all[\s\S]*Misha/);
});

test('a question survives a restart; whoever goes elsewhere is not held to it', async () => {
  const card = await openCard(admin, '@egor');
  await card.follow('✎ Note');
  await card.chat.answer(card.messageId, /Send me the new note/);
  await room.bot.stop();
  const { config, control, store } = room;
  const second = createBot({ config, control, store, log: pino({ level: 'silent' }) });
  await second.start();
  const answered = await card.chat.ask(admin, 'after the restart', /Note: after the restart/);
  const again = room.view(card.chat, answered.messageId);
  await again.follow('✎ Note');
  const asked = await card.chat.answer(answered.messageId, /Send me the new note/);
  await again.follow('‹ Back');
  assert.match(again.text(), /Users · /);
  await card.chat.ask(admin, 'just talk', /^I don't know what to do with that/);
  assert.match(await card.chat.press(admin, asked.messageId, 'Cancel'), /^This button no longer works/);
  assert.is((await room.records.users.find(egor))?.note, 'after the restart');
  await second.stop();
});

test.run();
