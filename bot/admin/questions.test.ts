import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor } from '../../control/dependencies.ts';
import { openUseCaseRoom, type UseCaseRoom } from '../../test/fixtures/use-case-room.ts';
import { createTexts, locales } from '../texts/texts.ts';
import { type AdminView, homeView } from './admin-view.ts';
import { type Answered, type QuestionName, questions } from './questions.ts';
import { createSearches } from './searches.ts';

const test = suite('questions of the administration');
const texts = createTexts();
const owner: Actor = { person: { id: 1, name: '@olga' }, role: 'owner', isBlocked: false, isChatOperator: false };
const moderator: Actor = { ...owner, person: { id: 2, name: '@misha' }, role: 'moderator' };
let room: UseCaseRoom;
let asked = 0;

test.before(async () => {
  room = await openUseCaseRoom({ ownerIds: [1] });
  const { records } = room;
  for (const id of [50, 51]) {
    await records.users.seen({ id, username: null, firstName: `Person ${id}`, lastName: null, languageCode: null }, 1);
  }
  await records.users.update(51, { email: 'taken@example.org' });
  await records.streams.seen({ id: -500, type: 'group', title: 'Jazz', username: null }, 1);
  const source = { type: 'http', url: 'https://example.org/a.mp3' } as const;
  await records.tracks.upsert({ trackId: 't', title: 'Title', performer: 'Performer', durationMs: 1, source }, 1);
});
test.after(() => room.close());

const idOf = (name: QuestionName) =>
  name.startsWith('stream') ? '-500' : ['title', 'performer', 'track-note'].includes(name) ? 't' : '50';
function answer(
  name: QuestionName,
  text: string | null,
  { actor = owner, ...more }: Partial<AdminView> & { readonly actor?: Actor } = {},
): Promise<Answered> {
  asked += 1;
  const request = { actor, operation: `q${asked}`, origin: 'chat' } as const;
  const view = { ...homeView('en'), id: idOf(name), ...more };
  return questions[name].use({ services: { ...room, texts }, request, view }, text);
}
const user = async () => await room.records.users.find(50);
const track = async () => await room.records.tracks.find('t');

test('every question is asked in both languages', () => {
  for (const { prompt } of Object.values(questions)) {
    for (const locale of locales) assert.ok(texts.html(locale, prompt).length > 10);
  }
});

test('a search is kept, and ends with empty words', async () => {
  const searches = createSearches(room.store);
  for (const list of ['users', 'streams', 'tracks', 'audit'] as const) {
    const answered = await answer(list, 'jazz', { page: 7 });
    assert.is(answered.type === 'done' && answered.view.screen, list);
    assert.is(answered.type === 'done' && answered.view.page, 1);
    assert.is(await searches.read(1, list), 'jazz');
    assert.is(await searches.read(2, list), '', 'of others nothing is known');
    await answer(list, null);
    assert.is(await searches.read(1, list), '');
  }
});

test('a value is set, and leads back to the card', async () => {
  const answered = await answer('email', 'olga@example.org');
  assert.equal(answered.type === 'done' && [answered.view.screen, answered.said], ['user', '']);
  await answer('user-note', 'plays the trumpet');
  assert.equal([(await user())?.email, (await user())?.note], ['olga@example.org', 'plays the trumpet']);
  await answer('stream-note', 'ours');
  assert.is((await room.records.streams.find(-500))?.note, 'ours');
  await answer('title', 'So What');
  await answer('performer', 'Miles Davis');
  await answer('track-note', 'modal');
  const { title, performer, note, isRenamed } = (await track()) ?? {};
  assert.equal(
    { title, performer, note, isRenamed },
    { title: 'So What', performer: 'Miles Davis', note: 'modal', isRenamed: true },
  );
});

test('a value is taken away; a title is not', async () => {
  for (const name of ['email', 'user-note', 'stream-note', 'performer', 'track-note'] as const) {
    assert.ok(questions[name].isErasable, name);
    assert.is((await answer(name, null)).type, 'done', name);
  }
  assert.equal([(await user())?.email, (await user())?.note, (await track())?.performer], [null, null, null]);
  assert.not.ok(questions.title.isErasable);
  assert.is((await answer('title', null)).type, 'again');
  assert.is((await track())?.title, 'So What');
});

test('what cannot be taken is asked for again, with the reason', async () => {
  for (const [name, text, reason] of [
    ['email', 'nowhere', /^That isn't an email address/],
    ['email', 'TAKEN@example.org', /^Somebody else has that already/],
    ['user-note', 'x'.repeat(10_000), /^That is too long: [\d,]+ characters are the most/],
    ['title', 'x'.repeat(10_000), /^That is too long/],
  ] as const) {
    const answered = await answer(name, text);
    assert.is(answered.type, 'again', text);
    assert.match(answered.type === 'again' ? answered.html : '', reason);
  }
  assert.is((await user())?.email, null);
});

test('somebody was faster, it is gone, or it is not theirs to change: said, and nothing is done', async () => {
  const said = async (name: QuestionName, more: Parameters<typeof answer>[2]) => {
    const answered = await answer(name, 'new@example.org', more);
    return answered.type === 'done' ? answered.said : answered.type;
  };
  assert.is(await said('email', { version: 1 }), 'toast-admin-changed');
  assert.is(await said('email', { id: '424242' }), 'toast-admin-gone');
  assert.equal(await said('email', { actor: moderator }), { key: 'toast-admin-needs', values: { needs: 'admin' } });
  assert.equal(
    await said('email', { id: '1', actor: { ...owner, role: 'admin', person: { id: 3, name: 'x' } } }),
    'toast-admin-gone',
  );
  assert.is((await user())?.email, null);
});

test.run();
