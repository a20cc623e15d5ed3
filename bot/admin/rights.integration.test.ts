import type { UserFromGetMe } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Role } from '../../control/dependencies.ts';
import { type AdminRoom, startAdminRoom } from '../../test/fixtures/admin-chat.ts';
import type { Room } from '../../test/fixtures/bot-room.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createTexts } from '../texts/texts.ts';
import { createAdminMenu } from './admin-menu.ts';
import { type AdminView, type DeedName, homeView, type ScreenName, writeAdminView } from './admin-view.ts';
import type { DeedServices } from './deed.ts';
import { deeds } from './deeds.ts';

/** Every button of the administration, and of the menus of a stream, × every role, also when it is not theirs to see. */
const test = suite('every button × every role');

const callers = ['blocked', 'user', 'operator', 'moderator', 'admin', 'owner'] as const;
type Caller = (typeof callers)[number];

/** Where the button of a deed is, and whom it obeys (SPEC.md, "Roles", said once more). A deed that is missing here is an error of types. */
const expected: Readonly<Record<DeedName, readonly [screen: ScreenName, lowest: 'moderator' | 'admin']>> = {
  'open-panel': ['home', 'moderator'],
  'search-users': ['users', 'moderator'],
  'search-streams': ['streams', 'moderator'],
  'search-tracks': ['tracks', 'moderator'],
  'search-audit': ['audit', 'moderator'],
  'forget-search': ['users', 'moderator'],
  'change-role': ['user-role-sure', 'admin'],
  block: ['user-block-sure', 'admin'],
  unblock: ['user', 'admin'],
  'ask-email': ['user', 'admin'],
  'ask-user-note': ['user', 'admin'],
  'delete-user': ['user-delete-sure', 'admin'],
  skip: ['stream', 'moderator'],
  pause: ['stream', 'moderator'],
  unpause: ['stream', 'moderator'],
  stop: ['stream-stop-sure', 'moderator'],
  resume: ['stream', 'moderator'],
  'open-settings': ['stream', 'moderator'],
  'ask-stream-note': ['stream', 'admin'],
  'delete-stream': ['stream-delete-sure', 'admin'],
  'ask-title': ['track', 'admin'],
  'ask-performer': ['track', 'admin'],
  'ask-track-note': ['track', 'admin'],
  'delete-track': ['track-delete-sure', 'admin'],
  // Of a change of a person: what exactly may be taken back, and by whom, is the use case's.
  revert: ['entry-revert-sure', 'admin'],
};
const deedNames = Object.keys(deeds) as DeedName[];

let room: AdminRoom;
/** Of each several: a bot says no more than one thing a second in a private chat. */
let ids: Readonly<Record<Caller, readonly number[]>>;
let made = 0;

test.before(async () => {
  room = await startAdminRoom();
  const three = async (name: string, role: 'user' | 'moderator' | 'admin') => [
    await room.member(`${name}1`, role),
    await room.member(`${name}2`, role),
    await room.member(`${name}3`, role),
  ];
  ids = {
    blocked: await three('Boris', 'user'),
    user: await three('Uma', 'user'),
    operator: await three('Oscar', 'user'),
    moderator: await three('Misha', 'moderator'),
    admin: await three('Anna', 'admin'),
    owner: room.owners,
  };
  for (const id of ids.blocked) await room.records.users.update(id, { isBlocked: true, role: 'admin' });
});
test.after(() => room.close());

const boss = () =>
  ({ person: { id: room.owner, name: '@olga' }, role: 'owner', isBlocked: false, isChatOperator: false }) as const;

/** Makes something to do the deed to (a person, a stream, a track, an entry of the audit about a person), as it has to be; gives its id. */
async function makeThing(deed: DeedName): Promise<string> {
  made += 1;
  const { records, control, store } = room;
  const [screen] = expected[deed];
  const source = { type: 'http', url: `https://example.org/${made}.mp3` } as const;
  const track = { trackId: `track-${made}`, title: 'Target', performer: null, durationMs: 180_000, source };
  if (screen.startsWith('track')) {
    await records.tracks.upsert(track, 1);
    return track.trackId;
  }
  if (screen.startsWith('stream')) {
    const id = -70_000 - made;
    await records.streams.seen({ id, type: 'supergroup', title: 'Target', username: null }, 1);
    const item = (itemId: string) => ({ itemId, track, addedBy: boss().person, addedAt: 1 });
    await store.queue.add(id, [item(`a${made}`), item(`b${made}`)], 'end', `add${made}`);
    const request = { streamId: id, actor: boss(), operation: `play${made}` };
    if (deed === 'skip' || deed === 'pause' || deed === 'unpause') {
      await control.resume(request);
      await waitFor(async () => (await store.playback.read(id)).current !== null, { what: 'the track to play' });
    }
    if (deed === 'unpause') await control.setPaused({ ...request, operation: `pause${made}`, isPaused: true });
    return String(id);
  }
  const id = 60_000 + made;
  await records.users.seen({ id, username: null, firstName: 'Target', lastName: null, languageCode: null }, 1);
  const request = { actor: boss(), operation: `target${made}`, origin: 'panel' } as const;
  const patch = deed === 'unblock' ? { isBlocked: true } : { role: 'moderator' as const };
  await control.admin.users.update(request, id, { patch });
  if (screen.startsWith('entry')) return String((await records.audit.recent(1))[0]?.auditId);
  return String(id);
}

/** The button of a deed as the owner sees it, by its data. */
async function drawButton(deed: DeedName): Promise<string> {
  const { control, store } = room;
  const services = {
    control,
    store,
    now: Date.now,
    texts: createTexts(),
    me: { id: 1, username: 'efir_bot' } as UserFromGetMe,
  };
  const menu = createAdminMenu(services as unknown as DeedServices);
  const [screen] = expected[deed];
  const about = screen === 'user-role-sure' ? 'user' : '';
  const view: AdminView = { ...homeView('en'), screen, id: await makeThing(deed), about };
  const code = writeAdminView({ ...view, deed }).slice(0, 4);
  const { keyboard = [] } = await menu.draw(room.owner, view);
  const data = keyboard.flat().map((button) => ('callback_data' in button ? (button.callback_data ?? '') : ''));
  return data.find((it) => it.split('/')[3]?.startsWith(code)) ?? '';
}

test('every deed has a button', async () => {
  await room.store.notes.set(room.owner, 'admin-search-users', 'target');
  for (const deed of deedNames) assert.is.not(await drawButton(deed), '', deed);
});

for (const caller of callers) {
  test(`the administration and ${caller}`, async () => {
    const role: Role = caller === 'operator' || caller === 'blocked' ? 'user' : caller;
    for (const [i, deed] of deedNames.entries()) {
      const id = ids[caller][i % 3] ?? 0;
      const chat = room.privateChat(id);
      const { messageId } = await anyMessage(chat, id);
      await room.store.notes.set(id, 'admin-search-users', 'target');
      const data = await drawButton(deed);
      const before = (await room.records.audit.recent(1))[0]?.auditId;
      const toast = await chat.pressData(id, messageId, data);
      const isIn = callers.indexOf(role) >= callers.indexOf(expected[deed][1]);
      if (caller === 'blocked') assert.match(toast, /^$|blocked you/, deed);
      else assert.is(/^Only (an owner|admins|moderators)/.test(toast), !isIn, `${deed}: ${toast}`);
      const after = (await room.records.audit.recent(1))[0]?.auditId;
      if (!isIn) assert.is(after, before, `${deed} did something`);
      else assert.is.not(toast, 'That went wrong on my side. Try again in a minute.', deed);
    }
  });
}

/** A message of the bot in a private chat, to press buttons on. */
async function anyMessage(chat: Room, userId: number): Promise<{ readonly messageId: number }> {
  const [known] = chat.heard(0);
  return known ?? (await chat.ask(userId, '/help', /./));
}

/** What is pressed in the chat of a stream, after what; `for`: whom it obeys. */
const presses: readonly {
  readonly on: string;
  readonly path: readonly string[];
  readonly for: 'everyone' | 'operators';
}[] = [
  { on: '/queue', path: ['✎ Edit', '1', '↓'], for: 'operators' },
  { on: '/queue', path: ['✎ Edit', '2', '↑'], for: 'operators' },
  { on: '/queue', path: ['✎ Edit', '2', '⤒'], for: 'operators' },
  { on: '/queue', path: ['✎ Edit', '1', '✕', '✕ Remove'], for: 'operators' },
  { on: '/queue', path: ['🔀'], for: 'operators' },
  { on: '/queue', path: ['🔁'], for: 'operators' },
  { on: '/queue', path: ['✎ Edit', '‹ Back'], for: 'everyone' },
  { on: '/settings', path: ['Volume', '150%'], for: 'operators' },
  { on: '/settings', path: ['Who may add', '‹ Back'], for: 'everyone' },
  { on: 'card', path: ['🔁'], for: 'operators' },
  { on: 'card', path: ['🔀'], for: 'operators' },
  { on: 'card', path: ['⏸'], for: 'operators' },
  { on: 'card', path: ['≡ Queue'], for: 'everyone' },
  { on: 'card', path: ['⏭'], for: 'everyone' },
  { on: 'card', path: ['⏮'], for: 'operators' },
  { on: '/queue', path: ['✎ Edit', '✕ All', '✕ Remove all'], for: 'operators' },
  { on: 'card', path: ['⏹'], for: 'operators' },
];

for (const caller of callers) {
  test(`the menus of a stream and ${caller}`, async () => {
    const [operator = 0] = ids.operator;
    const [presser = 0] = ids[caller];
    const others = callers.map((it) => ids[it][0] ?? 0).filter((id) => id !== operator);
    const chat = await room.group(operator, others);
    const card = await chat.ask(operator, '/play First', /Now playing/);
    for (const title of ['Second', 'Third', 'Fourth', 'Fifth']) await chat.ask(operator, `/play ${title}`, /Added at/);
    for (const { on, path, for: obeys } of presses) {
      const step = `${on} ${path.join(' ')}`;
      const { messageId } = on === 'card' ? card : await chat.ask(operator, on, /Jazz|First|Second|Settings|Third/);
      // The way there is open to everybody but the blocked, who are led there by others.
      const guide = caller === 'blocked' ? operator : presser;
      for (const face of path.slice(0, -1)) await chat.press(guide, messageId, face);
      const toast = await chat.press(presser, messageId, path.at(-1) ?? '').catch((error: Error) => {
        throw new Error(`${step}: ${error.message}`);
      });
      const isIn = caller !== 'blocked' && (obeys === 'everyone' || caller !== 'user');
      if (caller === 'blocked') assert.match(toast, /^$|blocked you/, step);
      else assert.is(toast.startsWith('Only people who manage video chats'), !isIn, `${step}: ${toast}`);
    }
  });
}

test.run();
