import type { UserFromGetMe } from 'grammy/types';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Role } from '../../control/dependencies.ts';
import { type AdminRoom, startAdminRoom } from '../../test/fixtures/admin-room.ts';
import type { Room } from '../../test/fixtures/bot-room.ts';
import { createTexts } from '../texts/texts.ts';
import { createAdminMenu } from './admin-menu.ts';
import { type AdminView, type DeedName, homeView, writeAdminView } from './admin-view.ts';
import type { DeedServices } from './deed.ts';
import { deeds } from './deeds.ts';
import { screens } from './screens.ts';

/** Every button of the administration, and of the menus of a stream, × every role, also when it is not theirs to see. */
const test = suite('every button × every role');

const callers = ['blocked', 'user', 'operator', 'moderator', 'admin', 'owner'] as const;
type Caller = (typeof callers)[number];

/** SPEC.md, "Roles", said once more: a deed that nobody thought of is an error of types. */
const lowest: Readonly<Record<DeedName, 'moderator' | 'admin'>> = {
  'open-panel': 'moderator',
  'search-users': 'moderator',
  'search-streams': 'moderator',
  'search-tracks': 'moderator',
  'search-audit': 'moderator',
  'forget-search': 'moderator',
  'change-role': 'admin',
  block: 'admin',
  unblock: 'admin',
  'ask-email': 'admin',
  'ask-user-note': 'admin',
  'delete-user': 'admin',
  skip: 'moderator',
  pause: 'moderator',
  unpause: 'moderator',
  stop: 'moderator',
  resume: 'moderator',
  'open-settings': 'moderator',
  'ask-stream-note': 'admin',
  'delete-stream': 'admin',
  'ask-title': 'admin',
  'ask-performer': 'admin',
  'ask-track-note': 'admin',
  'delete-track': 'admin',
  // Of a change of a person: what exactly may be taken back, and by whom, is the use case's.
  revert: 'admin',
};

/** Deeds by their letters in a payload. */
const namesByCode = new Map(
  (Object.keys(deeds) as DeedName[]).map((deed) => [writeAdminView({ ...homeView('en'), deed }).slice(2, 4), deed]),
);

let room: AdminRoom;
let ids: Readonly<Record<Caller, number>>;
let made = 0;

test.before(async () => {
  room = await startAdminRoom();
  const [blocked, user, operator, moderator, admin] = [
    await room.member('Boris', 'user'),
    await room.member('Uma', 'user'),
    await room.member('Oscar', 'user'),
    await room.member('Misha', 'moderator'),
    await room.member('Anna', 'admin'),
  ];
  await room.records.users.update(blocked, { isBlocked: true, role: 'admin' });
  ids = { blocked, user, operator, moderator, admin, owner: room.owner };
});
test.after(() => room.close());

/** Things to do something to: a person, a stream, a track, an entry of the audit about that person. */
async function makeThings(): Promise<Readonly<Record<'user' | 'stream' | 'track' | 'entry', string>>> {
  made += 1;
  const { records, control } = room;
  const actor = {
    person: { id: room.owner, name: '@olga' },
    role: 'owner',
    isBlocked: false,
    isChatOperator: false,
  } as const;
  const id = 60_000 + made;
  const streamId = -70_000 - made;
  const trackId = `track-${made}`;
  await records.users.seen({ id, username: null, firstName: 'Target', lastName: null, languageCode: null }, 1);
  const request = { actor, operation: `target${made}`, origin: 'panel' } as const;
  await control.admin.users.update(request, id, { patch: { role: 'moderator' } });
  await records.streams.seen({ id: streamId, type: 'supergroup', title: 'Target', username: null }, 1);
  const source = { type: 'http', url: `https://example.org/${made}.mp3` } as const;
  await records.tracks.upsert({ trackId, title: 'Target', performer: null, durationMs: 1_000, source }, 1);
  const item = {
    itemId: `i${made}`,
    track: { trackId, title: 'Target', performer: null, durationMs: 1_000, source },
    addedBy: actor.person,
    addedAt: 1,
  };
  await room.store.queue.add(streamId, [item], 'end', `add${made}`);
  const [entry] = await records.audit.recent(1);
  return { user: String(id), stream: String(streamId), track: trackId, entry: String(entry?.auditId) };
}

/** Draws a screen as the owner sees it, and gives its buttons that do something, by what they do. */
async function drawDeeds(things: Awaited<ReturnType<typeof makeThings>>): Promise<ReadonlyMap<DeedName, string>> {
  const { control, store } = room;
  const services = { control, store, texts: createTexts(), me: { id: 1, username: 'efir_bot' } as UserFromGetMe };
  const menu = createAdminMenu(services as unknown as DeedServices);
  const found = new Map<DeedName, string>();
  for (const screen of Object.keys(screens) as AdminView['screen'][]) {
    const kind = (['user', 'stream', 'track', 'entry'] as const).find((it) => screen.startsWith(it)) ?? 'user';
    const about = screen === 'user-role-sure' ? 'user' : '';
    const view: AdminView = { ...homeView('en'), screen, id: things[kind], about };
    const { keyboard = [] } = await menu.draw(room.owner, view);
    for (const button of keyboard.flat()) {
      const data = 'callback_data' in button ? (button.callback_data ?? '') : '';
      const name = namesByCode.get(/^ad\/\w\/\w\/[er]\w(\w\w)\./.exec(data)?.[1] ?? '');
      if (name !== undefined) found.set(name, data);
    }
  }
  return found;
}

test('every deed has a button somewhere', async () => {
  for (const list of ['users', 'streams', 'tracks', 'audit']) {
    await room.store.notes.set(room.owner, `admin-search-${list}`, 'target');
  }
  const found = new Set((await drawDeeds(await makeThings())).keys());
  // Those of a stream that plays, and of somebody who is blocked, come up in the tests of their cards.
  const elsewhere: readonly DeedName[] = ['skip', 'pause', 'unpause', 'unblock'];
  const missing = (Object.keys(deeds) as DeedName[]).filter((deed) => !found.has(deed) && !elsewhere.includes(deed));
  assert.equal(missing, []);
});

for (const caller of callers) {
  test(`the administration and ${caller}`, async () => {
    const chat = room.privateChat(ids[caller]);
    const role: Role = caller === 'operator' || caller === 'blocked' ? 'user' : caller;
    const { messageId } = await anyMessage(chat, ids[caller]);
    for (const deed of Object.keys(lowest) as DeedName[]) {
      const data = (await drawDeeds(await makeThings())).get(deed);
      if (data === undefined) continue;
      const before = (await room.records.audit.recent(1))[0]?.auditId;
      const toast = await chat.pressData(ids[caller], messageId, data);
      const isIn = callers.indexOf(role) >= callers.indexOf(lowest[deed]);
      if (caller === 'blocked') assert.match(toast, /^$|blocked you/, deed);
      else assert.is(/^Only (an owner|admins|moderators)/.test(toast), !isIn, `${deed}: ${toast}`);
      if (!isIn) assert.is((await room.records.audit.recent(1))[0]?.auditId, before, `${deed} did something`);
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
    const others = callers.map((it) => ids[it]).filter((id) => id !== ids.operator);
    const chat = await room.group(ids.operator, others);
    const card = await chat.ask(ids.operator, '/play First', /Now playing/);
    for (const title of ['Second', 'Third', 'Fourth', 'Fifth'])
      await chat.ask(ids.operator, `/play ${title}`, /Added at/);
    for (const { on, path, for: obeys } of presses) {
      const step = `${on} ${path.join(' ')}`;
      const { messageId } = on === 'card' ? card : await chat.ask(ids.operator, on, /Jazz|First|Second|Settings|Third/);
      // The way there is open to everybody but the blocked, who are led there by others.
      const guide = caller === 'blocked' ? ids.operator : ids[caller];
      for (const face of path.slice(0, -1)) await chat.press(guide, messageId, face);
      const toast = await chat.press(ids[caller], messageId, path.at(-1) ?? '').catch((error: Error) => {
        throw new Error(`${step}: ${error.message}`);
      });
      const isIn = caller !== 'blocked' && (obeys === 'everyone' || caller !== 'user');
      if (caller === 'blocked') assert.match(toast, /^$|blocked you/, step);
      else assert.is(toast.startsWith('Only people who manage video chats'), !isIn, `${step}: ${toast}`);
    }
  });
}

test.run();
