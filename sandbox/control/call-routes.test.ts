import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ControlRoom, type ControlStage, openControlStage } from '../../test/fixtures/control-stage.ts';

type Context = ControlStage & ControlRoom;

const test = suite<Context>('call-routes');

test.before(async (context) => {
  Object.assign(context, await openControlStage());
});
test.after(async ({ close }) => close());
test.before.each(async (context) => {
  Object.assign(context, await context.makeRoom());
});
test.after.each(({ sandbox }) => sandbox.faults.clear());

test('calls: start, schedule, discard', async (context) => {
  const { chat } = context;
  const call = (action: string) => context.post(`calls/${chat}`, { action });
  assert.equal((await context.get(`calls/${chat}`)).body, { active: false, participants: [], packets: 0 });
  assert.is((await call('discard')).status, 409);
  assert.is((await call('schedule')).body['active'], false);
  assert.is((await call('start')).body['active'], true);
  assert.is((await call('start')).status, 409);
  assert.is((await call('discard')).body['active'], false);
  assert.is((await context.get('calls/-5')).status, 404);
  assert.is((await context.post(`calls/${context.owner}`, { action: 'start' })).status, 404);
});

test('listeners: one by one and by number', async (context) => {
  const { chat, member, owner, sandbox } = context;
  const listeners = (body: object) => context.post(`calls/${chat}/listeners`, body);
  assert.is((await listeners({ count: 1 })).status, 409, 'no call yet');
  await context.post(`calls/${chat}`, { action: 'start' });
  context.bringAssistant(context.chat);
  assert.equal((await listeners({ join: member })).body, { count: 1 });
  assert.equal((await listeners({ count: 5 })).body, { count: 5 });
  const { body } = await context.get(`calls/${chat}`);
  assert.is((body['participants'] as unknown[]).length, 6);
  assert.equal((await listeners({ count: 2 })).body, { count: 2 });
  assert.ok(sandbox.world.activeCall(chat)?.participants.has(member), 'who came first stays longest');
  assert.equal((await listeners({ leave: member })).body, { count: 1 });
  assert.is((await listeners({ leave: owner })).status, 404);
  await listeners({ count: 0 });
  const left = (await context.get(`calls/${chat}`)).body['participants'] as Record<string, unknown>[];
  assert.equal(left[0], {
    userId: 500_001,
    isBot: false,
    isAssistant: true,
    muted: false,
    canSelfUnmute: true,
    via: 'mtproto',
    ssrc: 4242,
    receiving: false,
  });
});

test('the assistant is muted, released, displaced, kicked', async (context) => {
  const { chat, sandbox } = context;
  const act = (action: string, about: object = {}) => context.post(`calls/${chat}`, { action, ...about });
  assert.is((await act('mute-assistant')).status, 409, 'no call yet');
  await act('start');
  assert.is((await act('mute-assistant')).status, 409, 'not in it yet');
  const assistant = context.bringAssistant(context.chat);
  const participant = () => sandbox.world.activeCall(chat)?.participants.get(assistant);
  await act('mute-assistant');
  assert.equal([participant()?.muted, participant()?.canSelfUnmute], [true, false]);
  await act('unmute-assistant');
  assert.equal([participant()?.muted, participant()?.canSelfUnmute], [true, true]);
  await act('displace-assistant');
  assert.is.not(participant()?.source, 4242);
  const hidden: (number | undefined)[] = [];
  sandbox.world.events.on('member', (_chat, _before, _after, _by, hiddenFrom) => hidden.push(hiddenFrom));
  await act('kick-assistant', { signal: 'participant' });
  assert.is(participant(), undefined);
  assert.is(sandbox.world.member(chat, assistant)?.status, 'kicked');
  assert.equal(hidden, [assistant], 'the chat signal is kept from it');
});

test('sound and RTP of a call in which nobody speaks', async (context) => {
  const { chat, sandbox } = context;
  assert.is((await context.get(`calls/${chat}/rtp?seconds=0.1`)).status, 409);
  await context.post(`calls/${chat}`, { action: 'start' });
  const response = await fetch(`${sandbox.url}/control/calls/${chat}/audio?seconds=0.5`);
  assert.is(response.headers.get('content-type'), 'audio/wav');
  const wav = Buffer.from(await response.arrayBuffer());
  assert.is(wav.subarray(0, 4).toString(), 'RIFF');
  assert.is(wav.byteLength, 44 + 0.5 * 48_000 * 4);
  const report = (await context.get(`calls/${chat}/rtp?seconds=0.1`)).body;
  assert.is(report['packets'], 0);
  assert.equal(report['gapsMs'], []);
  assert.is((await context.get(`calls/${chat}/audio?seconds=x`)).status, 400);
});

test.run();
