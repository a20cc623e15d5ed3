import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { noStream } from '../../storage/events.ts';
import { connectLive, type LiveClient, type LiveClientOptions } from '../../test/fixtures/live-client.ts';
import {
  adminSession,
  type LiveProcess,
  type LiveStage,
  moderatorSession,
  openLiveStage,
} from '../../test/fixtures/live-stage.ts';
import { makeItems } from '../../test/fixtures/queue-items.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const suite = describe('WebSockets');
let stage: LiveStage;
let here: LiveProcess;
const clients: LiveClient[] = [];
const streamId = -1_001;

suite.before(async () => {
  stage = await openLiveStage();
  here = await stage.start({ recheckMs: 100, heartbeatMs: 60_000 });
});
suite.after.each(() => {
  for (const { socket } of clients.splice(0)) socket.terminate();
});
suite.after(() => stage.close());

async function connect(options: LiveClientOptions = {}, { web } = here): Promise<LiveClient> {
  const client = await connectLive(web.url, { session: moderatorSession, ...options });
  clients.push(client);
  return client;
}
const tell = (count: number, id = streamId) =>
  stage.store.events.publish(id, { type: 'listeners.changed', data: { count } });
const counts = (client: LiveClient) => client.events().map(({ data }) => data?.['count']);
const subscribed = async (client: LiveClient, message: object) => {
  const { length } = client.messages;
  client.send({ type: 'subscribe', ...message });
  return await waitFor(() => client.messages.slice(length).find(({ type }) => type === 'subscribed'), {
    what: 'the subscription',
  });
};
/** The status with which an upgrade is refused. */
const refusal = async (options: LiveClientOptions) => {
  const error = await connect(options).catch((it: Error) => it);
  return error instanceof Error ? Number(/\d{3}/.exec(error.message)?.[0]) : 101;
};

suite('says hello, then nothing until it is asked', async () => {
  const client = await connect();
  const hello = await client.next('hello');
  assert.equal([hello['protocol'], hello['view']], [1, 'staff']);
  await tell(1);
  client.send({ type: 'ping', id: 'x' });
  assert.is((await client.next('pong')).id, 'x');
  assert.equal(client.events(), []);
});

suite('gives a snapshot, then each event once and in order', async () => {
  const client = await connect();
  await subscribed(client, { id: 'all', events: ['*'] });
  const snapshot = await client.next('snapshot');
  assert.equal([snapshot.id, Array.isArray(snapshot.streams)], ['all', true]);
  for (let i = 1; i <= 50; i += 1) await tell(i);
  await waitFor(() => counts(client).length >= 50, { what: 'fifty events' });
  assert.equal(
    counts(client),
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
  const numbers = client.events().map(({ seq }) => seq ?? 0);
  assert.ok(numbers.every((seq, i) => seq > (numbers[i - 1] ?? snapshot.seq ?? 0)));
});

suite('tells figures every tick, with the number of the last event', async () => {
  const client = await connect();
  await subscribed(client, { events: ['metrics'] });
  const { data, streamId: about, seq } = await client.next('metrics');
  assert.equal(Object.keys(data ?? {}).sort(), ['isFresh', 'streams', 'totals']);
  assert.equal([about, seq], [null, here.state.snapshot().seq]);
});

suite('only what was asked for', async () => {
  const client = await connect();
  await subscribed(client, { events: ['listeners.*'], streams: [-7] });
  await tell(1, -8);
  await stage.store.queue.add(-7, makeItems(['x']), 'end', 'x');
  await tell(2, -7);
  await waitFor(() => client.events().length > 0, { what: 'the one' });
  assert.equal(counts(client), [2]);
  client.send({ type: 'unsubscribe' });
  await client.next('unsubscribed');
  await tell(3, -7);
  client.send({ type: 'ping' });
  await client.next('pong');
  assert.equal(counts(client), [2]);
});

suite('an event that several subscriptions are about comes once', async () => {
  const client = await connect();
  await subscribed(client, { id: 'a', events: ['listeners.changed'] });
  await subscribed(client, { id: 'b', events: ['*'] });
  for (const i of [1, 2]) await tell(i);
  await waitFor(() => counts(client).length >= 2, { what: 'both' });
  const { seq } = client.events()[0]!;
  await subscribed(client, { id: 'c', events: ['*'], since: (seq ?? 0) - 1 });
  await tell(3);
  await waitFor(() => counts(client).includes(3), { what: 'the third' });
  assert.equal(counts(client), [1, 2, 3]);
});

suite('who comes back to another process gets what was missed, once', async () => {
  const there = await stage.start();
  const first = await connect();
  await subscribed(first, { events: ['listeners.changed'] });
  await tell(1);
  await waitFor(() => counts(first).length === 1, { what: 'the first' });
  const since = first.events()[0]?.seq;
  first.socket.terminate();
  for (const i of [2, 3, 4]) await tell(i);
  const second = await connect({}, there);
  const { isReplayed } = (await subscribed(second, { events: ['listeners.changed'], since })) as unknown as {
    isReplayed: boolean;
  };
  assert.ok(isReplayed);
  await tell(5);
  await waitFor(() => counts(second).includes(5), { what: 'the last' });
  assert.equal(counts(second), [2, 3, 4, 5]);
  assert.not(second.messages.some(({ type }) => type === 'snapshot'));
  await there.close();
});

suite('who was ahead of this process gets nothing again', async () => {
  const client = await connect();
  const now = here.state.snapshot().seq;
  await subscribed(client, { events: ['listeners.changed'], since: now + 2_048 * 3_000 });
  await tell(1);
  await sleep(3_100);
  await tell(2);
  await waitFor(() => counts(client).length > 0, { what: 'the later one' });
  assert.equal(counts(client), [2]);
});

suite('what is too old, or was never, is answered with a snapshot', async () => {
  const there = await stage.start();
  for (const since of [1, 9_000_000_000_000_000]) {
    const client = await connect({}, there);
    const answer = await subscribed(client, { events: ['*'], since });
    assert.is(answer['isReplayed'], false);
    await client.next('snapshot');
  }
  await there.close();
});

suite('the playlist address is subscribed from the start, and may say since when', async () => {
  const client = await connect({ path: '/api/ws/playlist' });
  const { events } = await client.next('subscribed');
  assert.ok((events as string[]).every((name) => /^(queue|track)\./.test(name)));
  const { seq } = await client.next('snapshot');
  await tell(1);
  await stage.store.queue.add(-9, makeItems(['p', 'q', 'r', 's']), 'end', 'add');
  const { data } = await client.next('queue.changed');
  assert.equal([data?.['length'], (data?.['next'] as unknown[] | undefined)?.length], [4, 3]);
  const later = await connect({ path: `/api/ws/playlist?since=${seq}` });
  await later.next('queue.changed');
  assert.is((await later.next('subscribed'))['isReplayed'], true);
});

suite('wrong messages are answered, and ten of them end it', async () => {
  const client = await connect();
  client.send('{');
  assert.is((await client.next('error')).code, 'not-json');
  client.send({ type: 'subscribe', events: ['audit'], id: 'mine' });
  const refused = await client.next(({ code }) => code === 'forbidden');
  assert.is(refused.id, 'mine');
  client.send({ type: 'unsubscribe', id: 'none' });
  await client.next(({ code }) => code === 'unknown-subscription');
  client.socket.send(Buffer.from([1, 2, 3]), { binary: true });
  for (let i = 0; i < 10; i += 1) client.send({ type: 'shout' });
  assert.is(await client.closed(), 1_008);
  assert.ok(here.drops.includes('protocol'));
});

suite('twenty subscriptions are enough', async () => {
  const client = await connect();
  for (let i = 0; i < 20; i += 1)
    client.send({ type: 'subscribe', id: `${i}`, events: ['audit.*', 'queue.changed'].slice(1) });
  client.send({ type: 'subscribe', id: 'more', events: ['*'] });
  assert.is((await client.next('error')).code, 'too-many-subscriptions');
  client.send({ type: 'subscribe', id: '3', events: ['*'] });
  await waitFor(() => client.messages.filter(({ type }) => type === 'subscribed').length === 21, {
    what: 'one that replaces another',
  });
});

suite('a message of more than 64 kB ends it with 1009', async () => {
  const client = await connect();
  client.send({ type: 'ping', id: 'x'.repeat(70_000) });
  assert.is(await client.closed(), 1_009);
});

suite('a page of somebody else is refused, ours and programs are not', async () => {
  assert.is(await refusal({ origin: 'https://evil.example' }), 403);
  assert.is(await refusal({ origin: 'null' }), 403);
  assert.is(await refusal({ origin: here.web.url }), 101);
  assert.is(await refusal({}), 101);
  assert.is(await refusal({ path: '/api/other' }), 404);
});

suite('strangers are told to sign in; a wrong token is no stranger', async () => {
  const { headers: _, ...stranger } = { headers: {}, session: 'nobody-knows-this' };
  for (const who of [stranger, { session: '', token: 'wrong' }]) {
    const client = await connect(who);
    assert.is((await client.next('error')).code, 'unauthorized');
    assert.is(await client.closed(), 1_008);
  }
  const program = await connect({ session: '', token: adminSession });
  assert.is((await program.next('hello'))['view'], 'admin');
});

suite('the public sees a public view when it is let in', async () => {
  const open = await stage.start({ isPublic: true });
  const client = await connect({ session: '' }, open);
  assert.is((await client.next('hello'))['view'], 'public');
  client.send({ type: 'subscribe', events: ['track.failed'] });
  assert.is((await client.next('error')).code, 'forbidden');
  const { events } = await subscribed(client, { events: ['*'] });
  assert.not((events as string[]).includes('track.failed'));
  await open.close();
  assert.is(await client.closed(), 1_012);
});

suite('only administrators hear of the audit, and a change of somebody is looked at once', async () => {
  const calm = await stage.start({ recheckMs: 60_000 });
  const [admin, moderator] = [await connect({ session: adminSession }, calm), await connect({}, calm)];
  for (const client of [admin, moderator]) await subscribed(client, { events: ['*'] });
  const person = stage.people.get(moderatorSession)!;
  stage.people.set(moderatorSession, { ...person, role: 'user' });
  const data = {
    auditId: 1,
    adminId: 6,
    adminName: '@boss',
    action: 'user.role',
    target: 'user:5',
    origin: 'panel',
  } as const;
  await stage.store.events.publish(noStream, { type: 'audit', data });
  assert.equal((await admin.next('audit')).data, data);
  assert.is(await moderator.closed(), 1_008);
  assert.not(moderator.messages.some(({ type }) => type === 'audit'));
  stage.people.set(moderatorSession, person);
  await calm.close();
});

suite('who loses the right while connected is put out', async () => {
  const client = await connect();
  await client.next('hello');
  const person = stage.people.get(moderatorSession)!;
  stage.people.set(moderatorSession, { ...person, isBlocked: true });
  assert.is(await client.closed(), 1_008);
  stage.people.set(moderatorSession, person);
  assert.ok(here.drops.includes('forbidden'));
});

suite('who does not read is dropped, and nobody waits for them', async () => {
  const [slow, quick] = [await connect(), await connect()];
  for (const client of [slow, quick]) await subscribed(client, { events: ['track.title'] });
  (slow.socket as unknown as { _socket: { pause(): void } })._socket.pause();
  const title = 'x'.repeat(60_000);
  for (let i = 0; i < 200; i += 1) {
    await stage.store.events.publish(streamId, { type: 'track.title', data: { generation: i, title } });
  }
  await waitFor(() => quick.events().length === 200, { what: 'all events to arrive', timeoutMs: 20_000 });
  await waitFor(() => here.drops.includes('slow'), { what: 'the slow one to be dropped' });
  assert.is(here.drops.filter((cause) => cause === 'slow').length, 1);
});

suite('who does not answer pings is cut off', async () => {
  const strict = await stage.start({ heartbeatMs: 100 });
  const [dead, alive] = [await connect({ autoPong: false }, strict), await connect({}, strict)];
  await once(dead.socket, 'close');
  alive.send({ type: 'ping' });
  await alive.next('pong');
  assert.ok(strict.drops.includes('silent'));
  await strict.close();
});

suite('a restart says so, and lets those who come back go on', async () => {
  const port = Number(new URL(here.web.url).port);
  const before = await connect();
  await subscribed(before, { events: ['listeners.changed'] });
  await tell(1);
  await waitFor(() => counts(before).length === 1, { what: 'the event' });
  const since = before.events()[0]?.seq;
  await here.close();
  assert.is(await before.closed(), 1_012);
  await tell(2);
  here = await stage.start({ port, recheckMs: 100 });
  const after = await connect();
  await subscribed(after, { events: ['listeners.changed'], since });
  await waitFor(() => counts(after).length > 0, { what: 'what was missed' });
  assert.equal(counts(after), [2]);
});

suite('without Redis the connection stays and says that it is old; then goes on', async () => {
  const client = await connect();
  await subscribed(client, { events: ['metrics', 'listeners.changed'] });
  await stage.redis.kill();
  await client.next(({ type, data }) => type === 'metrics' && data?.['isFresh'] === false);
  await stage.redis.restart();
  await tell(1);
  await waitFor(() => counts(client).length > 0, { what: 'the event' });
  const { length } = client.messages;
  await waitFor(() => client.messages.slice(length).some(({ data }) => data?.['isFresh'] === true), { what: 'fresh' });
});

suite.run();
