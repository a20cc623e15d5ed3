import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openPanelRoom, type PanelRoom } from '../../test/fixtures/panel-room.ts';
import { type PanelVisitor, visitPanel } from '../../test/fixtures/panel-visitor.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const test = suite('streams, tracks and the audit in the panel, without JavaScript');
let room: PanelRoom;
let admin: PanelVisitor;
let moderator: PanelVisitor;

test.before(async () => {
  room = await openPanelRoom();
  admin = await visitPanel(room, await room.person('admin', 'Ada'));
  moderator = await visitPanel(room, await room.person('moderator', 'Mod'));
});
test.after(() => room.close());

test('the life of a stream: made, found, read, changed, undone, deleted', async () => {
  const chat = { id: '−1001234567890', type: 'supergroup', title: 'Friday Jazz', username: '@friday' };
  const made = await admin.send('/admin/streams/new', '/admin/streams', chat);
  const path = '/admin/streams/-1001234567890';
  assert.is(made.location, path);
  for (const words of ['friday', 'jazz', '-1001234567890']) {
    assert.match(await admin.read(`/admin/streams?q=${words}`), `href="${path}"`, words);
  }
  assert.match(made.text, 'Not on the air.');
  const changed = await admin.send(path, path, { title: 'Saturday Jazz', username: '', note: 'late' });
  assert.match(changed.text, 'Saturday Jazz');
  const stale = await admin.send(path, path, { title: 'Sunday', version: '1', username: '', note: '' });
  assert.is(stale.status, 409);
  assert.match(stale.text, 'Saved by them: Saturday Jazz');
  assert.match(stale.text, 'value="Sunday"');
  const gone = await admin.send(path, `${path}/delete`);
  assert.is(gone.location, '/admin/streams');
  assert.is((await admin.get(path)).status, 404);
  const deeds = await room.deeds('stream:-1001234567890');
  assert.equal([deeds.at(0), deeds.at(-1)], ['stream.create', 'stream.delete']);
});

test('wrong fields of a new chat are told by the field', async () => {
  const wrong = await admin.send('/admin/streams/new', '/admin/streams', { id: 'x', title: '' });
  assert.is(wrong.status, 422);
  assert.match(wrong.text, 'id="id-error"');
  const empty = await admin.send('/admin/streams/new', '/admin/streams', { id: '-100777', title: '' });
  assert.match(empty.text, 'id="title-error">Please fill this in.');
});

test('the queue: shown, moved, removed, undone, added to', async () => {
  const id = await room.stream('Queue', ['now', 'a', 'b', 'c', 'd']);
  const path = `/admin/streams/${id}`;
  const page = await moderator.read(path);
  assert.match(page, '>now<');
  assert.ok(page.indexOf('>a<') < page.indexOf('>b<'));
  const { items } = await room.store.queue.read(id);
  const itemId = (at: number) => items[at]?.itemId ?? '';
  const moved = await moderator.send(path, `${path}/move`, { item: itemId(3), from: '4', to: '2' });
  assert.match(moved.text, /d\u2069” is now at 2\./);
  assert.equal(await room.titles(id), ['a', 'd', 'b', 'c']);
  const [, undo = ''] = /action="(\/admin\/audit\/\d+\/revert)"/.exec(moved.text) ?? [];
  await moderator.send(path, undo);
  assert.equal(await room.titles(id), ['a', 'b', 'c', 'd']);
  const stale = await moderator.send(path, `${path}/move`, { item: itemId(3), from: '1', to: '2' });
  assert.match(stale.text, 'The queue has just changed.');
  await moderator.send(path, `${path}/remove`, { item: itemId(0), position: '1' });
  assert.equal(await room.titles(id), ['b', 'c', 'd']);
  await moderator.send(path, `${path}/add`, { text: 'new', place: 'front' });
  const both = { operation: crypto.randomUUID(), text: 'last', place: 'end' };
  await Promise.all([moderator.send(path, `${path}/add`, both), moderator.send(path, `${path}/add`, both)]);
  assert.equal(await room.titles(id), ['new', 'b', 'c', 'd', 'last'], 'a double click adds once');
  await moderator.send(path, `${path}/clear`);
  assert.equal(await room.titles(id), []);
  await moderator.send(path, `${path}/undo`);
  assert.is((await room.titles(id)).length, 5);
  const deeds = await room.records.audit.recent(100);
  assert.is(deeds.find(({ action }) => action === 'queue.remove')?.origin, 'panel');
});

test('what cannot be added is told, and changes nothing', async () => {
  const id = await room.stream('Bad', ['now', 'a']);
  const path = `/admin/streams/${id}`;
  assert.match((await moderator.send(path, `${path}/add`, { text: 'bad' })).text, 'inside a private network');
  assert.match((await moderator.send(path, `${path}/add`, { text: ' ' })).text, 'Write a link or a name first.');
  const choice = await moderator.send(path, `${path}/add`, { text: 'some' });
  assert.match(choice.text, 'Several match.');
  assert.match(choice.text, 'value="That one.flac"');
  assert.match(choice.text, '>Add</button>');
  const next = await moderator.send(path, `${path}/add`, { text: 'some', place: 'front' });
  assert.match(next.text, '>Play next</button>', 'the button says what it does');
  assert.equal(await room.titles(id), ['a']);
});

test('an edit leads back to the part of the queue that it was made in', async () => {
  const id = await room.stream('Long', ['now', 'a', 'b']);
  const path = `/admin/streams/${id}`;
  const cookie = await room.signIn(await room.person('moderator'));
  const edit = async (referer: string) => {
    const headers = { cookie, origin: room.url, referer };
    const body = new URLSearchParams({ operation: '' });
    const answer = await fetch(`${room.url}${path}/undo`, { method: 'POST', headers, body, redirect: 'manual' });
    return answer.headers.get('location');
  };
  assert.is(await edit(`${room.url}${path}?queue=2`), `${path}?queue=2`);
  assert.is(await edit(`${room.url}${path}?queue=2&x=1`), `${path}?queue=2`);
  for (const other of [room.url + path, `${room.url}${path}?queue=x`, 'https://example.org/?queue=2', 'x']) {
    assert.is(await edit(other), path, other);
  }
});

test('playback: paused, on again, skipped, stopped, started', async () => {
  const id = await room.stream('Play', ['one', 'two', 'three']);
  const path = `/admin/streams/${id}`;
  const playback = () => room.store.playback.read(id);
  await moderator.send(path, `${path}/pause`);
  assert.ok((await playback()).isPaused);
  await moderator.send(path, `${path}/unpause`);
  assert.not.ok((await playback()).isPaused);
  assert.match((await moderator.send(path, `${path}/skip`)).text, /one\u2069” was skipped/);
  assert.is((await playback()).current?.track.title, 'two');
  const late = await moderator.send(path, `${path}/skip`, { generation: '1' });
  assert.match(late.text, 'The queue has just changed.');
  const stopped = await moderator.send(path, `${path}/stop`);
  assert.match(stopped.text, 'Not on the air. 2 tracks kept in the queue.');
  assert.match((await moderator.send(path, `${path}/pause`)).text, 'Nothing plays.');
  await moderator.send(path, `${path}/resume`);
  assert.ok((await playback()).isOn);
});

test('settings: only what differs is changed; a wrong number is told by the field', async () => {
  const id = await room.stream('Set', ['now']);
  const path = `/admin/streams/${id}`;
  const form = {
    whoMayAdd: 'operators',
    itemsPerUser: '',
    voteSharePercent: '50',
    volumePercent: '80',
    loop: 'queue',
    language: 'ru',
    autoEnd: 'off',
    autoEndMinutes: '10',
    isFair: '1',
  };
  const saved = await moderator.send(path, `${path}/settings`, form);
  assert.match(saved.text, 'The settings are saved');
  const settings = await room.control.readSettings(id);
  const { whoMayAdd, volumePercent, loop, language, isAutoEndOn, autoEndMinutes, isFair } = settings;
  assert.equal(
    [whoMayAdd, volumePercent, loop, language, isAutoEndOn, autoEndMinutes, isFair],
    ['operators', 80, 'queue', 'ru', false, 10, true],
  );
  const [deed] = await room.records.audit.recent(1);
  assert.not.match(JSON.stringify(deed?.after), 'voteSharePercent');
  const wrong = await moderator.send(path, `${path}/settings`, { ...form, volumePercent: '201', autoEndMinutes: '0' });
  assert.is(wrong.status, 422);
  assert.match(wrong.text, 'A whole number from 0 to 200.');
  assert.match(wrong.text, 'value="201"');
  const [, undo = ''] = /action="(\/admin\/audit\/\d+\/revert)"/.exec(saved.text) ?? [];
  await moderator.send(path, undo);
  assert.is((await room.control.readSettings(id)).volumePercent, 100);
});

test('a moderator steers, but neither edits nor deletes a chat', async () => {
  const id = await room.stream('Rights', ['now']);
  const path = `/admin/streams/${id}`;
  const page = await moderator.read(path);
  assert.match(page, `${path}/skip`);
  assert.not.match(page, `${path}/delete`);
  assert.is((await moderator.send(path, `${path}/delete`)).status, 403);
  assert.is((await moderator.send(path, path, { title: 'x' })).status, 403);
  assert.ok(await room.records.streams.find(id));
});

test('the life of a track: made, found, renamed, undone, deleted; a refusal is told by the field', async () => {
  const refused = await admin.send('/admin/tracks/new', '/admin/tracks', { link: 'bad', title: 'Kept' });
  assert.is(refused.status, 422);
  assert.match(refused.text, 'inside a private network');
  assert.match(refused.text, 'value="Kept"');
  assert.is((await admin.send('/admin/tracks/new', '/admin/tracks', { link: 'some' })).status, 422);
  const made = await admin.send('/admin/tracks/new', '/admin/tracks', { link: 'Sinnerman', title: '', performer: '' });
  const path = made.location ?? '';
  assert.is(made.status, 303);
  assert.match(await admin.read('/admin/tracks?q=sinner'), `href="${path}"`);
  const renamed = await admin.send(path, path, { title: 'Sinner Man', performer: 'Nina Simone', note: '' });
  assert.match(renamed.text, 'Named here');
  const stale = await admin.send(path, path, { version: '1', title: 'Other', performer: '', note: '' });
  assert.is(stale.status, 409);
  assert.match(stale.text, 'Saved by them: Sinner Man');
  assert.is((await moderator.send(path, path, { title: 'x' })).status, 403);
  assert.not.match(await moderator.read(path), '/delete');
  assert.match((await admin.send(path, `${path}/delete`)).text, 'was deleted');
  assert.is((await admin.get(path)).status, 404);
});

test('the audit: newest first, filtered, with what changed, and taken back', async () => {
  const { person } = await room.person('user', 'Victor');
  const target = `user:${person.id}`;
  const path = `/admin/users/${person.id}`;
  await admin.send(path, path, { firstName: 'Victor', role: 'moderator' });
  const list = await admin.read('/admin/audit');
  assert.ok(list.indexOf(target) < list.indexOf('stream:'));
  assert.match(await admin.read('/admin/audit?kind=user'), 'changed a role');
  assert.not.match(await admin.read('/admin/audit?kind=queue'), target);
  const about = await admin.read(`/admin/audit?target=${target}`);
  assert.match(about, '1 action');
  const [, entry = ''] = /href="(\/admin\/audit\/\d+)"/.exec(about) ?? [];
  const page = await admin.read(entry);
  assert.match(page, '<del><bdi>user</bdi></del>');
  assert.match(page, '<ins><bdi>moderator</bdi></ins>');
  assert.match(page, `${entry}/revert`);
  assert.not.match(await moderator.read(entry), `${entry}/revert`, 'nothing is offered to who may not do it');
  const back = await admin.send(entry, `${entry}/revert`);
  assert.match(back.text, 'It is as it was before.');
  assert.match(back.text, 'Reverted by action');
  assert.not.match(back.text, `${entry}/revert`);
  assert.match((await admin.send(entry, `${entry}/revert`, { operation: '' })).text, 'It was changed again since');
  assert.is((await moderator.send(entry, `${entry}/revert`)).status, 403);
  assert.match(await (await admin.get('/admin/audit.csv')).text(), 'user.role');
});

test('a slash too many at the end is no other page', async () => {
  for (const [path, location] of [
    ['/admin/', '/admin'],
    ['/admin/users/?q=a%20b', '/admin/users?q=a%20b'],
  ] as const) {
    const answer = await admin.get(path);
    assert.equal([answer.status, answer.headers.get('location')], [301, location]);
  }
  assert.is((await admin.get('/admin/nothing')).status, 404);
});

test('an anonymous administrator has no page to lead to', async () => {
  const author = { adminId: 0, adminName: 'anonymous', origin: 'chat', before: null, after: null } as const;
  const made = await room.records.audit.append({ ...author, action: 'playback.skip', target: 'stream:-1' }, 1);
  const page = await admin.read(`/admin/audit/${made.auditId}`);
  assert.match(page, 'anonymous');
  assert.not.match(page, '/admin/users/0');
});

test('the dashboard counts; what was played and done stands there', async () => {
  const page = await moderator.read('/admin');
  assert.match(page, 'Live streams');
  assert.match(page, 'data-series="[[');
  assert.match(page, 'Latest actions');
});

test('Redis away: a page that says so; afterwards all is as before', async () => {
  await room.redis.kill();
  const answer = await moderator.get('/admin');
  assert.is(answer.status, 503);
  assert.match(await answer.text(), 'Efir can’t reach its data');
  await room.redis.restart();
  await waitFor(async () => (await moderator.get('/admin')).status === 200, { what: 'the panel to be back' });
});

test.run();
