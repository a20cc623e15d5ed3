import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { type AdminRoom, openAdminRoom } from '../../../test/fixtures/admin-room.ts';
import { makeItem } from '../../../test/fixtures/queue-items.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import type { Actor } from '../../dependencies.ts';
import { record, startRecorder } from '../../recorder.ts';
import type { StreamQuery } from '../streams.ts';

const suite = describe('streams, in the administration');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let room: AdminRoom;
let admin: Actor;
let moderator: Actor;
let ids = -1_001_000_000_000;

suite.before(async () => {
  room = await openAdminRoom();
  admin = await room.person('admin', 'Admin');
  moderator = await room.person('moderator', 'Moderator');
});
suite.after(() => room.close());

/** A chat that the bot has seen. */
async function chat(title: string): Promise<number> {
  ids -= 1;
  await room.records.streams.seen({ id: ids, type: 'supergroup', title, username: null }, room.clock);
  return ids;
}

/** On the air with one item playing and another waiting. */
async function play(id: number, sessionId: string): Promise<void> {
  await room.store.queue.add(id, [makeItem(`${sessionId}a`), makeItem(`${sessionId}b`)], 'end', 'add');
  await room.store.playback.start(id, { sessionId, userId: 1 }, 'start');
  await room.store.playback.advance(id, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'take');
}

const list = async (query: Partial<StreamQuery>) => {
  const whole = { sort: 'title', order: 'asc', page: 1, pageSize: 50, ...query } as const;
  const page = await room.admin.streams.list({ actor: moderator }, whole);
  return 'rows' in page ? page.rows.map(({ title }) => title) : [];
};

suite('create, read, update: with what the stream does now', async () => {
  const created = await room.admin.streams.create(room.by(admin), {
    id: -1_001_777,
    type: 'supergroup',
    title: 'Room',
    username: '@room',
  });
  assert.ok(created.type === 'done');
  assert.equal(
    [created.value.title, created.value.username, created.value.isOn, created.value.state, created.value.listeners],
    ['Room', 'room', false, 'off', null],
  );
  await play(-1_001_777, 's1');
  await room.store.audience.report(-1_001_777, {
    sessionId: 's1',
    count: 3,
    userIds: null,
    fence: (await room.store.leases.acquire(-1_001_777, 'player', 60_000))?.fence ?? 0,
  });
  const found = await room.admin.streams.find({ actor: moderator }, -1_001_777);
  assert.ok(found.type === 'done');
  const { isOn, current, queueLength, listeners } = found.value;
  assert.equal([isOn, current?.itemId, queueLength, listeners], [true, 's1a', 1, 3]);
  const changed = await room.admin.streams.update(room.by(admin), -1_001_777, {
    patch: { title: 'Hall', note: 'loud' },
    expectedVersion: 1,
  });
  assert.ok(changed.type === 'done' && changed.value.title === 'Hall' && changed.value.note === 'loud');
  assert.equal(await room.deeds('stream:-1001777'), ['stream.create', 'stream.rename', 'stream.edit']);
});

suite('wrong fields, a chat that is there, a conflict, no right: nothing changes', async () => {
  const id = await chat('Known');
  const create = (fields: object) =>
    room.admin.streams.create(room.by(admin), { id: -5, type: 'group', title: 'A', username: null, ...fields });
  assert.equal(await create({ id }), { type: 'invalid', fields: { id: { code: 'taken' } } });
  assert.equal(await create({ id: 0, title: ' ' }), {
    type: 'invalid',
    fields: { id: { code: 'not-an-id' }, title: { code: 'required' } },
  });
  const wrongId = { type: 'invalid', fields: { id: { code: 'not-an-id' } } };
  assert.equal(await create({ id: 5, type: 'supergroup' }), wrongId, 'only people have positive ids');
  assert.equal(await create({ type: 'private' }), wrongId);
  assert.equal(await create({ title: 'x'.repeat(10_000) }), {
    type: 'invalid',
    fields: { title: { code: 'too-long', limit: 256 } },
  });
  const patch = { title: 'New' };
  const conflict = await room.admin.streams.update(room.by(admin), id, { patch, expectedVersion: 7 });
  assert.ok(conflict.type === 'conflict' && conflict.current.title === 'Known');
  assert.is((await room.admin.streams.delete(room.by(admin), id, 7)).type, 'conflict');
  assert.equal(await room.admin.streams.update(room.by(moderator), id, { patch }), {
    type: 'forbidden',
    needs: 'admin',
  });
  assert.equal(await room.admin.streams.delete(room.by(moderator), id), { type: 'forbidden', needs: 'admin' });
  assert.equal(await room.admin.streams.update(room.by(admin), -6, { patch }), { type: 'not-found' });
  assert.equal(await room.admin.streams.delete(room.by(admin), -6), { type: 'not-found' });
  assert.equal(await room.deeds(`stream:${id}`), []);
});

suite('lists: by what they do, by words in any case, by id', async () => {
  const on = await chat('Щука играет');
  await chat('Щука молчит');
  await play(on, 's2');
  assert.equal(await list({ search: 'ЩУКА' }), ['Щука играет', 'Щука молчит']);
  assert.equal(await list({ search: 'щу', filter: { isOn: true } }), ['Щука играет']);
  assert.equal(await list({ search: 'щука', filter: { isOn: false } }), ['Щука молчит']);
  assert.equal(await list({ search: 'щука', filter: { type: 'group' } }), []);
  assert.equal(await list({ search: String(on) }), ['Щука играет']);
  const each = room.admin.streams.each({ actor: moderator }, { sort: 'title', order: 'desc', search: 'щука' });
  assert.ok(Symbol.asyncIterator in each);
  const titles: string[] = [];
  for await (const { title } of each) titles.push(title);
  assert.equal(titles, ['Щука молчит', 'Щука играет']);
  assert.is(
    ((await room.admin.streams.sessions({ actor: await room.person() }, on, 5)) as { type?: string }).type,
    'forbidden',
  );
});

suite('deleted: off the air, nothing left of it, and late events do not bring it back; the audit stays', async () => {
  const id = await chat('Gone');
  const recorder = startRecorder({ store: room.store, records: room.records, log });
  try {
    await play(id, 's3');
    await waitFor(async () => (await room.records.sessions.find('s3')) !== null, { what: 'the session in SQL' });
    const request = room.by(admin);
    const deleted = await room.admin.streams.delete(request, id);
    assert.ok(deleted.type === 'done' && deleted.value.title === 'Gone' && deleted.value.isOn);
    assert.equal(await room.admin.streams.delete(request, id), deleted, 'the same again');
    const item = makeItem('s3a');
    const late = { sessionId: 's3', generation: 1, item, outcome: 'stopped', playedMs: 5 } as const;
    await room.store.events.publish(id, { type: 'track.ended', data: late });
    const marker = await chat('Marker');
    await room.store.playback.start(marker, { sessionId: 'marker', userId: 1 }, 'start');
    await waitFor(async () => (await room.records.sessions.find('marker')) !== null, {
      what: 'all events to be written',
    });
  } finally {
    await recorder.close();
  }
  assert.is(await room.records.streams.find(id), null);
  assert.is(await room.records.sessions.find('s3'), null);
  assert.not.ok((await room.store.playback.listOn()).includes(id));
  assert.is((await room.store.queue.read(id)).length, 0);
  assert.equal(await room.deeds(`stream:${id}`), ['stream.delete']);
  assert.equal(await room.store.intents.list(Number.MAX_SAFE_INTEGER), []);
  const event = { id: '1-0', streamId: id, at: room.clock } as const;
  await record(room.records, { ...event, type: 'stream.started', data: { sessionId: 's4', startedBy: 1 } });
  assert.ok(await room.records.sessions.find('s4'), 'a new session is a new stream');
});

suite.run();
