import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ApiCaller, type ApiStage, openApiStage } from '../../../test/fixtures/api-stage.ts';

const test = suite('API: streams, queues, tracks');
let stage: ApiStage;
let admin: ApiCaller;
let moderator: ApiCaller;
let stream = '';

test.before(async () => {
  stage = await openApiStage();
  admin = await stage.caller('admin');
  moderator = await stage.caller('moderator');
});
test.after(() => stage.close());
/** Every test has a stream of its own. */
test.before.each(async () => {
  stage.room.next();
  const { streamId } = stage.room;
  const body = { id: streamId, type: 'supergroup', title: `Room ${-streamId}` };
  const created = await admin.call('POST', '/api/v1/streams', { body });
  assert.is(created.status, 201, JSON.stringify(created.body));
  stream = `/api/v1/streams/${streamId}`;
});

const titlesOf = async () =>
  ((await moderator.get(`${stream}/queue`)).body['rows'] as { item: { track: { title: string } } }[]).map(
    ({ item }) => item.track.title,
  );
const add = async (text: string, place = 'end') => {
  const added = await moderator.call('POST', `${stream}/queue`, { body: { text, place } });
  assert.is(added.status, 201, JSON.stringify(added.body));
  assert.is(added.headers.get('location'), `${stream}/queue`);
  return added.body['items'] as { itemId: string }[];
};

test('the life of a stream: created, read, found, changed, deleted', async () => {
  assert.is((await admin.get(stream)).body['title'], `Room ${-stage.room.streamId}`);
  const found = await admin.get(`/api/v1/streams?search=Room ${-stage.room.streamId}`);
  assert.is(found.body['total'], 1);
  const etag = (await admin.get(stream)).headers.get('etag') ?? '';
  const changed = await admin.call('PATCH', stream, { body: { note: 'ours' }, headers: { 'if-match': etag } });
  assert.is(changed.body['note'], 'ours');
  const late = await admin.call('PATCH', stream, { body: { note: 'theirs' }, headers: { 'if-match': etag } });
  assert.is(late.status, 412);
  assert.is((await moderator.call('DELETE', stream)).status, 403);
  assert.is((await admin.call('DELETE', stream)).status, 204);
  await admin.get(stream, 404);
  for (const path of ['queue', 'settings', 'sessions']) await admin.get(`${stream}/${path}`, 404);
  assert.is((await admin.call('POST', `${stream}/queue`, { body: { text: 'a' } })).status, 404);
  assert.is((await admin.call('POST', `${stream}/skip`)).status, 404);
});

test('the queue: added, in front, moved, removed', async () => {
  await add('now a b c');
  await stage.room.take();
  assert.equal(await titlesOf(), ['a', 'b', 'c']);
  await add('urgent', 'front');
  const moved = await moderator.call('POST', `${stream}/queue/move`, { body: { from: 4, to: 2 } });
  assert.is(moved.status, 200);
  assert.equal(await titlesOf(), ['urgent', 'c', 'a', 'b']);
  const { rows } = (await moderator.get(`${stream}/queue`)).body as { rows: { item: { itemId: string } }[] };
  const { itemId = '' } = rows[1]?.item ?? {};
  assert.is((await moderator.call('DELETE', `${stream}/queue/${itemId}`)).status, 200);
  assert.equal(await titlesOf(), ['urgent', 'a', 'b']);
  assert.is((await moderator.call('DELETE', `${stream}/queue/${itemId}`)).status, 404);
});

test('an item that has moved meanwhile is not moved: 409; a position that is none: 422', async () => {
  await add('now a b');
  await stage.room.take();
  const { rows } = (await moderator.get(`${stream}/queue`)).body as { rows: { item: { itemId: string } }[] };
  const body = { from: 1, to: 2, itemId: rows[1]?.item.itemId };
  assert.is((await moderator.call('POST', `${stream}/queue/move`, { body })).status, 409);
  for (const [body, field] of [
    [{ from: 1, to: 9 }, 'to'],
    [{ from: 9, to: 1 }, 'from'],
  ] as const) {
    const refused = await moderator.call('POST', `${stream}/queue/move`, { body });
    assert.is(refused.status, 422);
    assert.equal(Object.keys(refused.body['errors'] as object), [field]);
  }
  assert.is((await moderator.call('POST', `${stream}/queue/move`, { body: { from: 0, to: 1 } })).status, 422);
  assert.equal(await titlesOf(), ['a', 'b']);
});

test('added, moved and removed under the same name twice: done once', async () => {
  await add('now a b');
  await stage.room.take();
  const headers = { 'idempotency-key': `once ${stream}` };
  for (let i = 0; i < 2; i += 1) {
    const added = await moderator.call('POST', `${stream}/queue`, { body: { text: 'c' }, headers });
    assert.is(added.status, 201);
  }
  assert.equal(await titlesOf(), ['a', 'b', 'c']);
  for (let i = 0; i < 2; i += 1) {
    await moderator.call('POST', `${stream}/queue/move`, { body: { from: 1, to: 3 }, headers });
  }
  assert.equal(await titlesOf(), ['b', 'c', 'a']);
  const { rows } = (await moderator.get(`${stream}/queue`)).body as { rows: { item: { itemId: string } }[] };
  const path = `${stream}/queue/${rows[0]?.item.itemId}`;
  const removed = [
    await moderator.call('DELETE', path, { headers }),
    await moderator.call('DELETE', path, { headers }),
  ];
  assert.equal(removed[1]?.body, removed[0]?.body);
  assert.equal(await titlesOf(), ['c', 'a']);
});

test('what cannot be played is refused with the reason; a search gives its choices; nobody answers: 503', async () => {
  const refused = await moderator.call('POST', `${stream}/queue`, { body: { text: 'bad' } });
  assert.is(refused.status, 422);
  assert.equal(refused.body['refusal'], { code: 'unreadable' });
  const several = await moderator.call('POST', `${stream}/queue`, { body: { text: 'some' } });
  assert.is(several.status, 422);
  assert.is((several.body['choices'] as unknown[]).length, 2);
  const silent = await moderator.call('POST', `${stream}/queue`, { body: { text: 'hang' } });
  assert.is(silent.status, 503);
  assert.ok(Number(silent.headers.get('retry-after')) > 0);
  assert.equal(await titlesOf(), []);
});

test('skip, pause, resume, stop, resume: each gives the stream as it is then', async () => {
  assert.is((await moderator.call('POST', `${stream}/skip`)).status, 409);
  assert.is((await moderator.call('POST', `${stream}/resume`)).status, 409);
  await add('now a b');
  await stage.room.take();
  const steer = async (name: string) => (await moderator.call('POST', `${stream}/${name}`)).body;
  assert.is(((await steer('skip'))['current'] as { track: { title: string } }).track.title, 'a');
  assert.is((await steer('pause'))['isPaused'], true);
  assert.is((await steer('pause'))['isPaused'], true);
  assert.is((await steer('resume'))['isPaused'], false);
  assert.is((await steer('stop'))['isOn'], false);
  assert.is((await steer('stop'))['isOn'], false);
  assert.is((await steer('resume'))['isOn'], true);
});

test('settings: read, set by name, ranges kept', async () => {
  assert.is((await moderator.get(`${stream}/settings`)).body['volumePercent'], 100);
  const body = { volumePercent: 150, isAutoEndOn: false };
  const changed = await moderator.call('PATCH', `${stream}/settings`, { body });
  assert.is(changed.body['volumePercent'], 150);
  assert.is(changed.body['loop'], 'off');
  for (const wrong of [
    { volumePercent: 201 },
    { volumePercent: '1' },
    { autoEndMinutes: 0 },
    { loop: 'twice' },
    { x: 1 },
  ]) {
    const refused = await moderator.call('PATCH', `${stream}/settings`, { body: wrong });
    assert.is(refused.status, 422, JSON.stringify(wrong));
    assert.ok(Object.keys(wrong)[0] ?? '' in (refused.body['errors'] as object));
  }
  assert.is((await moderator.get(`${stream}/settings`)).body['volumePercent'], 150);
});

test('sessions of a stream', async () => {
  assert.equal((await moderator.get(`${stream}/sessions?limit=5`)).body, { rows: [] });
  await moderator.get(`${stream}/sessions?limit=51`, 422);
});

test('the life of a track: checked by a player, read, renamed, deleted', async () => {
  const tracks = '/api/v1/tracks';
  const created = await admin.call('POST', tracks, { body: { link: 'song' } });
  assert.is(created.status, 201, JSON.stringify(created.body));
  const path = created.headers.get('location') ?? '';
  const etag = (await admin.get(path)).headers.get('etag') ?? '';
  const renamed = await admin.call('PATCH', path, { body: { title: 'So What' }, headers: { 'if-match': etag } });
  assert.is(renamed.body['title'], 'So What');
  assert.is(renamed.body['isRenamed'], true);
  assert.is((await admin.get(`${tracks}?search=so what`)).body['total'], 1);
  assert.is((await admin.call('PATCH', path, { body: { title: '' } })).status, 422);
  assert.is((await admin.call('DELETE', path, { headers: { 'if-match': etag } })).status, 412);
  assert.is((await admin.call('DELETE', path)).status, 204);
  await admin.get(path, 404);
  assert.is((await admin.call('POST', tracks, { body: { link: 'bad' } })).status, 422);
  assert.is((await admin.call('POST', tracks, { body: { link: 'a b' } })).status, 422);
  assert.is((await moderator.call('POST', tracks, { body: { link: 'song' } })).status, 403);
});

test.run();
