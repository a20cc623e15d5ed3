import type { UserFromGetMe } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor, Role } from '../../control/dependencies.ts';
import { openUseCaseRoom, type UseCaseRoom } from '../../test/fixtures/use-case-room.ts';
import type { Keyboard } from '../reply.ts';
import { createTexts, type Locale, locales } from '../texts/texts.ts';
import { createAdminMenu } from './admin-menu.ts';
import { type AdminView, homeView, readAdminView, type ScreenName } from './admin-view.ts';
import type { DeedServices } from './deed.ts';
import { screens } from './screens.ts';

/** What every screen of the administration says, for whom, and that Telegram would take it. */
const test = suite('screens of the administration');
const texts = createTexts();
const ownerId = 1;
const ids: Readonly<Record<Role, number>> = { owner: ownerId, admin: 2, moderator: 3, user: 4 };
/** Somebody, some chat and some track with names as bad as they come. */
const things = { user: 50, stream: -500, track: 'Zz_-Zz_-Zz_-Zz_-Zz_-Zz' };
const awful = `<b>"&' \u202Eevil\u2066 ${'long '.repeat(2_000)}`;
let room: UseCaseRoom;
let entry = 0;
let draw: (
  who: Role,
  view: Partial<AdminView>,
  locale?: Locale,
) => Promise<{ readonly html: string; readonly keyboard: Keyboard }>;

test.before(async () => {
  room = await openUseCaseRoom({ ownerIds: [ownerId] });
  const { control, store, records } = room;
  for (const [role, id] of Object.entries(ids)) {
    await records.users.seen({ id, username: role, firstName: role, lastName: null, languageCode: null }, 1);
    if (role === 'admin' || role === 'moderator') await records.users.update(id, { role });
  }
  await records.users.seen(
    { id: things.user, username: null, firstName: awful, lastName: awful, languageCode: null },
    1,
  );
  await records.users.update(things.user, { note: awful, email: `${'x'.repeat(200)}@example.org`, isBlocked: true });
  await records.streams.seen({ id: things.stream, type: 'supergroup', title: awful, username: 'jazz' }, 1);
  await records.streams.update(things.stream, { note: awful });
  const source = { type: 'http', url: 'https://example.org/a.mp3' } as const;
  await records.tracks.upsert({ trackId: things.track, title: awful, performer: awful, durationMs: 1, source }, 1);
  const author = { adminId: ownerId, adminName: awful, origin: 'panel' } as const;
  const made = { action: 'user.role', target: `user:${things.user}`, before: { role: awful }, after: { role: awful } };
  entry = (await records.audit.append({ ...author, ...made }, 1)).auditId;
  const me = { id: 9, username: 'efir_bot' } as UserFromGetMe;
  // Drawing needs no more of the services than this.
  const menu = createAdminMenu({ control, store, texts, me, now: () => 2 } as unknown as DeedServices);
  draw = async (who, view, locale = 'en') => {
    const { html, keyboard = [] } = await menu.draw(ids[who], { ...homeView(locale), ...view });
    return { html, keyboard };
  };
});
test.after(() => room.close());

const names = Object.keys(screens) as ScreenName[];
/** The view of a screen that is about something, with the worst there is. */
function viewOf(screen: ScreenName): Partial<AdminView> {
  const id = screen.startsWith('track')
    ? things.track
    : screen.startsWith('stream')
      ? String(things.stream)
      : screen.startsWith('entry')
        ? String(entry)
        : String(things.user);
  return { screen, id, about: screen === 'user-role-sure' ? 'moderator' : '' };
}
const faces = (keyboard: Keyboard) => keyboard.flat().map(({ text }) => text);

for (const locale of locales) {
  test(`${locale}: every screen is sound HTML within Telegram's limits, whatever things are called`, async () => {
    for (const screen of names) {
      const { html, keyboard } = await draw('owner', viewOf(screen), locale);
      const shown = html.replaceAll(/<\/?(b|i|code)>/g, '');
      assert.not.match(shown, /<|>|undefined|\[object|\u202E/, screen);
      assert.equal(html.match(/<(b|i|code)>/g)?.length, html.match(/<\/(b|i|code)>/g)?.length, screen);
      assert.ok(html.length <= 4_096, `${screen}: ${html.length}`);
      assert.ok(keyboard.length > 0, screen);
      for (const button of keyboard.flat()) {
        const data = 'callback_data' in button ? (button.callback_data ?? '') : '';
        assert.ok(Buffer.byteLength(data) <= 64, data);
        assert.ok(button.text.length > 0 && button.text.length <= 64, button.text);
        assert.is(readAdminView(data.split('/')[3] ?? '').screen, screen, `${screen}: ${button.text}`);
      }
      assert.ok(
        keyboard.every((row) => row.length <= 4),
        screen,
      );
    }
  });
}

test('whoever may not look sees nothing and no button, whatever they ask for', async () => {
  for (const screen of names) {
    assert.equal(await draw('user', viewOf(screen)), {
      html: texts.html('en', 'admin-forbidden'),
      keyboard: [],
    });
  }
  await room.records.users.update(ids.moderator, { isBlocked: true });
  assert.equal((await draw('moderator', viewOf('user'))).keyboard, []);
  await room.records.users.update(ids.moderator, { isBlocked: false });
});

test('what is not there (any more) is said, with a way back', async () => {
  for (const screen of names.filter(
    (name) => !['home', 'users', 'streams', 'tracks', 'audit', 'audit-kinds'].includes(name),
  )) {
    const { html, keyboard } = await draw('owner', { screen, id: screen.startsWith('track') ? 'none' : '424242' });
    assert.is(html, texts.html('en', 'admin-gone'), screen);
    assert.equal(faces(keyboard), ['‹ Back'], screen);
  }
});

test('what each role may do to a person', async () => {
  const buttonsOf = async (who: Role, about: Role) =>
    faces((await draw(who, { screen: 'user', id: String(ids[about]) })).keyboard).filter((it) => it !== '‹ Back');
  const all = ['Role', '🚫 Block', '✎ Email', '✎ Note', '📜 What they did', '🗑 Delete'];
  const look = ['📜 What they did'];
  const own = ['✎ Email', '✎ Note', ...look];
  assert.equal(await buttonsOf('owner', 'owner'), own);
  assert.equal(await buttonsOf('owner', 'admin'), all);
  assert.equal(await buttonsOf('admin', 'owner'), look);
  assert.equal(await buttonsOf('admin', 'admin'), own);
  assert.equal(await buttonsOf('admin', 'moderator'), all);
  assert.equal(await buttonsOf('admin', 'user'), all);
  for (const about of ['owner', 'admin', 'moderator', 'user'] as const) {
    assert.equal(await buttonsOf('moderator', about), look, about);
  }
});

test('a moderator steers and sets every stream, an admin deletes it, too', async () => {
  const buttonsOf = async (who: Role) => faces((await draw(who, viewOf('stream'))).keyboard);
  assert.equal(await buttonsOf('moderator'), ['⚙ Settings', '↻ Refresh', '‹ Back']);
  assert.equal(await buttonsOf('admin'), ['⚙ Settings', '✎ Note', '↻ Refresh', '🗑 Delete', '‹ Back']);
});

test('what a stream does decides what can be pressed', async () => {
  room.next();
  const { streamId, store, control } = room;
  await room.records.streams.seen({ id: streamId, type: 'group', title: 'Jazz', username: null }, 1);
  const steering = async () =>
    faces((await draw('moderator', { screen: 'stream', id: String(streamId) })).keyboard.slice(0, 1));
  assert.equal(await steering(), ['⚙ Settings']);
  await room.add('now a');
  assert.equal(await steering(), ['⏹']);
  await room.take();
  assert.equal(await steering(), ['⏸', '⏭', '⏹']);
  const actor: Actor = { person: { id: 1, name: 'x' }, role: 'owner', isBlocked: false, isChatOperator: false };
  await control.setPaused({ ...room.by(actor), isPaused: true });
  assert.equal(await steering(), ['▶', '⏭', '⏹']);
  await control.stop(room.by(actor));
  assert.equal(await steering(), ['▶ Resume']);
  assert.is((await store.playback.read(streamId)).isOn, false);
});

test('a track of the library is deleted with its file, and the question says so', async () => {
  const source = { type: 'library', path: 'a.mp3' } as const;
  await room.records.tracks.upsert({ trackId: 'own', title: 'Own', performer: null, durationMs: null, source }, 1);
  assert.match((await draw('admin', { screen: 'track-delete-sure', id: 'own' })).html, /and the file in the library/);
  assert.not.match((await draw('admin', viewOf('track-delete-sure'))).html, /in the library\?/);
  assert.equal(faces((await draw('moderator', { screen: 'track', id: 'own' })).keyboard), ['‹ Back']);
});

test('an entry can be taken back when it is of that kind; its person’s deeds are one press away', async () => {
  const { audit } = room.records;
  const author = { adminId: ids.admin, adminName: '@admin', origin: 'chat' } as const;
  const { auditId } = await audit.append(
    { ...author, action: 'token.create', target: 'token:x', before: null, after: { name: 'x' } },
    1,
  );
  const drawn = await draw('owner', { screen: 'entry', id: String(auditId) });
  assert.match(
    drawn.html,
    /an API token was made[\s\S]*token\.create[\s\S]*in the chat\n[\s\S]*After: <code>\{&quot;name&quot;:&quot;x&quot;\}/,
  );
  assert.not.match(drawn.html, /Before:/);
  assert.equal(faces(drawn.keyboard), ['📜 What they did', '‹ Back']);
  const list = await draw('owner', { screen: 'audit', about: String(ids.admin) });
  assert.match(list.html, /1 in all\nOnly: @admin/);
});

test('taking back is offered to those who may', async () => {
  const author = { adminId: ownerId, adminName: '@olga', origin: 'panel' } as const;
  const made = { action: 'user.role', target: 'user:5', before: { role: 'user' }, after: { role: 'admin' } };
  const { auditId } = await room.records.audit.append({ ...author, ...made }, 1);
  for (const [who, isOffered] of [
    ['moderator', false],
    ['admin', false],
    ['owner', true],
  ] as const) {
    const { keyboard } = await draw(who, { screen: 'entry', id: String(auditId) });
    assert.is(faces(keyboard).length, isOffered ? 3 : 2, who);
  }
});

test('an action that has no words yet is shown by its name', async () => {
  const author = { adminId: 1, adminName: '@olga', origin: 'system' } as const;
  const { auditId } = await room.records.audit.append(
    { ...author, action: 'future.deed', target: 'x:1', before: null, after: null },
    1,
  );
  assert.match(
    (await draw('owner', { screen: 'entry', id: String(auditId) })).html,
    /<b>future\.deed<\/b>[\s\S]*by itself/,
  );
});

test.run();
