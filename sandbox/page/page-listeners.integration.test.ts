import { cleanup } from 'node-datachannel';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { openPageEvents } from '../../test/fixtures/page-events.ts';
import { type PageHost, startPageHost } from '../../test/fixtures/page-host.ts';
import { createRtpListener, type RtpListener } from '../../test/fixtures/rtp-listener.ts';
import { createRtpSender } from '../../test/fixtures/rtp-sender.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const suite = describe('page-listeners');
const log = createLog({ level: 'error', format: 'json', service: 'sandbox' });
let host: PageHost;
let chatId = 0;
let personId = 0;

suite.before(async () => {
  host = await startPageHost(log);
  personId = host.world.addUser({ firstName: 'Ann' }).id;
  chatId = host.world.addChat({
    type: 'supergroup',
    title: 'Room',
    members: [{ userId: personId, status: 'creator' }],
  }).id;
});
suite.after(async () => {
  await host.close();
  cleanup();
});

const post = (path: string, body: unknown) =>
  fetch(host.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

/** A voice chat in which a tone plays until `stop`. */
async function startSound() {
  const call = host.world.startCall(chatId, personId);
  const packets = await makeTonePackets({ frequency: 440, seconds: 1 });
  const sender = await createRtpSender((payload) => host.media.join(call.id, 42, payload));
  const stopping = new AbortController();
  const playing = sender.play(packets, stopping.signal);
  return {
    call,
    async stop() {
      stopping.abort();
      await playing;
      sender.close();
      host.world.discardCall(call.id);
    },
  };
}

/** The person listens on that page, and hears. */
async function listen(page: string): Promise<RtpListener> {
  const listener = await createRtpListener(async (sdp) => {
    const response = await post('/page/listen', { page, chatId, userId: personId, sdp });
    return ((await response.json()) as { sdp: string }).sdp;
  });
  await waitFor(() => listener.heard.length > 5, { what: 'sound' });
  return listener;
}

async function isSilent(listener: RtpListener, callId: string): Promise<boolean> {
  // What is on its way may still come.
  await host.media.measureRtp(callId, 0.1);
  const before = listener.heard.length;
  await host.media.measureRtp(callId, 0.2);
  return listener.heard.length === before;
}

suite('a person listens: they are in the call and hear it, and leave with their page', async () => {
  const { call, stop } = await startSound();
  const events = await openPageEvents(host.url, 'tab');
  const listener = await listen('tab');
  assert.equal(
    [...call.participants.values()].map(({ userId, via }) => [userId, via]),
    [[personId, 'page']],
  );
  await waitFor(() => JSON.stringify(events.last('calls') ?? '').includes('"via":"page"'), { what: 'the call' });
  events.close();
  await waitFor(() => call.participants.size === 0, { what: 'the person to leave with the page' });
  assert.ok(await isSilent(listener, call.id));
  listener.close();
  await stop();
});

suite('leaving, being taken out, and listening elsewhere end the sound', async () => {
  const { call, stop } = await startSound();
  const left = await listen('tab');
  assert.is((await post('/page/leave', { chatId, userId: personId })).status, 200);
  assert.is(call.participants.size, 0);
  assert.ok(await isSilent(left, call.id));

  const taken = await listen('tab');
  host.world.leaveCall(call.id, personId);
  assert.ok(await isSilent(taken, call.id));

  const replaced = await listen('tab');
  const second = await listen('other tab');
  assert.ok(await isSilent(replaced, call.id));
  assert.not.ok(await isSilent(second, call.id));
  assert.is(call.participants.size, 1);
  for (const listener of [left, taken, replaced, second]) listener.close();
  await stop();
});

suite('a page that opens later is told of the same change again', async () => {
  const { call, stop } = await startSound();
  for (const page of ['first', 'second']) {
    const events = await openPageEvents(host.url, page);
    await waitFor(() => events.last('world'), { what: 'the world' });
    const listener = await listen(page);
    await waitFor(() => JSON.stringify(events.last('calls') ?? '').includes('"via":"page"'), { what: page });
    events.close();
    await waitFor(() => call.participants.size === 0, { what: 'the person to leave' });
    listener.close();
  }
  await stop();
});

suite('listening without a voice chat, or with rubbish, is refused with a sentence', async () => {
  const body = { page: 'p', chatId, userId: personId, sdp: 'v=0' };
  assert.match(await errorOf(await post('/page/listen', body)), 'not begun');
  const call = host.world.startCall(chatId, personId);
  const rubbish = await post('/page/listen', body);
  assert.is(rubbish.status, 400);
  assert.match(await errorOf(rubbish), 'one audio section');
  assert.is(call.participants.size, 0);
  assert.is((await post('/page/listen', '{')).status, 400);
  assert.is((await post('/page/listen', { ...body, sdp: 'x'.repeat(300_000) })).status, 400);
  host.world.discardCall(call.id);
});

suite.run();
