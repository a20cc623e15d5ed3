import { readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { cleanup } from 'node-datachannel';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { type PageHost, startPageHost } from '../../test/fixtures/page-host.ts';
import { createRtpListener, type RtpListener } from '../../test/fixtures/rtp-listener.ts';
import { createRtpSender } from '../../test/fixtures/rtp-sender.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';

const suite = describe('create-page');
const log = createLog({ level: 'error', format: 'json', service: 'sandbox' });
let host: PageHost;
let folder = '';
let chatId = 0;
let personId = 0;

suite.before(async () => {
  folder = await makeTemporaryFolder();
  host = await startPageHost(log);
  host.world.addUser({ firstName: 'Efir', username: 'efir_bot', isBot: true });
  personId = host.world.addUser({ firstName: 'Ann', lastName: 'Lee' }).id;
  chatId = host.world.addChat({
    type: 'supergroup',
    title: 'Room',
    members: [{ userId: personId, status: 'creator' }],
  }).id;
});
suite.after(async () => {
  await host.close();
  await rm(folder, { recursive: true, force: true });
  cleanup();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(host.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

interface PageEvents {
  /** The last event of that type; undefined before the first. */
  last(type: string): unknown;
  close(): void;
}

/** A page's stream of events, as EventSource reads it. */
async function openEvents(page = 'page'): Promise<PageEvents> {
  const leaving = new AbortController();
  const response = await fetch(`${host.url}/page/events?page=${page}`, { signal: leaving.signal });
  const seen = new Map<string, unknown>();
  async function read(): Promise<void> {
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, type = '', data = 'null'] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
        seen.set(type, JSON.parse(data));
      }
    }
  }
  read().catch((error: Error) => assert.is(error.name, 'AbortError'));
  return { last: (type) => seen.get(type), close: () => leaving.abort() };
}

suite('the page and everything that it names is served, with a strict policy', async () => {
  const response = await fetch(`${host.url}/`);
  const html = await response.text();
  assert.match(response.headers.get('content-type') ?? '', 'text/html');
  const policy = response.headers.get('content-security-policy') ?? '';
  assert.match(policy, "default-src 'none'");
  assert.not.match(policy, 'unsafe');
  const addresses = [...html.matchAll(/(?:src|href)="(\/page\/[^"]+)"/g)].map(([, address]) => address ?? '');
  assert.ok(addresses.length > 5);
  const script = await (await fetch(`${host.url}/page/app.js`)).text();
  const modules = [...script.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `/page/${name}`);
  for (const address of [...addresses, ...modules]) {
    assert.is((await fetch(host.url + address)).status, 200, address);
  }
  assert.not.match(html, /https?:\/\/(?!www\.w3\.org)/);
});

suite('nothing else is served', async () => {
  for (const path of ['/page/index.html', '/page/../create-page.ts', '/page/constructor', '/package.json']) {
    assert.is((await fetch(host.url + path)).status, 404, path);
  }
  assert.is((await fetch(`${host.url}/page/app.js`, { method: 'DELETE' })).status, 404);
});

suite('a new page learns the whole world, then what changes', async () => {
  const first = host.world.postMessage({ chatId, fromId: personId, text: 'before' });
  const gone = host.world.postMessage({ chatId, fromId: personId, text: 'gone' });
  host.world.deleteMessage(chatId, gone.messageId);
  const events = await openEvents();
  const world = (await waitFor(() => events.last('world'), { what: 'the world' })) as {
    users: { id: number; name: string }[];
    chats: { id: number; title: string }[];
    messages: { text: string; chatId: number }[];
  };
  assert.equal(events.last('page'), { efirUrl: 'http://127.0.0.1:8080' });
  assert.is(world.users.find(({ id }) => id === personId)?.name, 'Ann Lee');
  assert.is(world.chats.find(({ id }) => id === chatId)?.title, 'Room');
  const texts = world.messages.filter((message) => message.chatId === chatId).map(({ text }) => text);
  assert.ok(texts.includes('before'));
  assert.not.ok(texts.includes('gone'));

  const said = host.world.postMessage({ chatId, fromId: personId, text: '/play now' });
  const told = (await waitFor(() => events.last('message'), { what: 'the message' })) as Record<string, unknown>;
  assert.is(told['text'], '/play now');
  assert.equal(told['entities'], [{ type: 'bot_command', offset: 0, length: 5 }]);
  host.world.editMessage(chatId, said.messageId, { text: 'changed' });
  const edited = (await waitFor(() => events.last('edited'), { what: 'the edit' })) as Record<string, unknown>;
  assert.equal([edited['text'], edited['isEdited']], ['changed', true]);
  host.world.deleteMessage(chatId, first.messageId);
  const deleted = await waitFor(() => events.last('deleted'), { what: 'the deletion' });
  assert.equal(deleted, { chatId, messageId: first.messageId });
  const newcomer = host.world.addUser({ firstName: 'New' });
  await waitFor(() => JSON.stringify(events.last('people') ?? '').includes(String(newcomer.id)), { what: 'a user' });
  events.close();
});

suite('a file is posted with its tags and length, as an answer, and can be heard', async () => {
  const tags = { title: 'Blue', artist: 'Ann' };
  const path = await makeTone(join(folder, 'tone.mp3'), { frequency: 440, seconds: 2, tags });
  const bytes = await readFile(path);
  const query = new URLSearchParams({
    chatId: String(chatId),
    fromId: String(personId),
    name: 'my tone.mp3',
    caption: 'hear',
  });
  const response = await fetch(`${host.url}/page/upload?${query}&replyTo=1&mediaGroup=g`, {
    method: 'POST',
    headers: { 'content-type': 'audio/mpeg' },
    body: new Uint8Array(bytes),
  });
  const { messageId } = (await response.json()) as { messageId: number };
  const message = host.world.message(chatId, messageId);
  assert.equal([message?.caption, message?.replyTo, message?.mediaGroup], ['hear', 1, 'g']);
  const { kind, title, performer, durationSec, fileName, sizeBytes, documentId } = message?.media ?? {};
  assert.equal([kind, title, performer, durationSec, fileName], ['audio', 'Blue', 'Ann', 2, 'my tone.mp3']);
  assert.is(sizeBytes, bytes.length);
  const file = await fetch(`${host.url}/page/files/${documentId}`);
  assert.is(file.headers.get('content-type'), 'audio/mpeg');
  assert.ok(bytes.equals(Buffer.from(await file.arrayBuffer())));
});

suite('a damaged file and a document are posted all the same; what lies on disk is not told', async () => {
  const events = await openEvents();
  const send = async (mime: string) => {
    const query = new URLSearchParams({ chatId: String(chatId), fromId: String(personId), name: 'x.bin' });
    const headers = { 'content-type': mime };
    const response = await fetch(`${host.url}/page/upload?${query}`, { method: 'POST', headers, body: '<b>no' });
    return host.world.message(chatId, ((await response.json()) as { messageId: number }).messageId)?.media;
  };
  const damaged = await send('audio/mpeg');
  assert.equal([damaged?.kind, damaged?.durationSec], ['audio', undefined]);
  const page = await send('text/html');
  assert.is(page?.kind, 'document');
  const served = await fetch(`${host.url}/page/files/${page?.documentId}`);
  assert.is(served.headers.get('content-type'), 'application/octet-stream');
  const told = (await waitFor(() => events.last('message'), { what: 'it' })) as { media?: Record<string, unknown> };
  assert.ok(told.media?.['documentId']);
  assert.is(told.media?.['path'], undefined);
  events.close();
});

suite('wrong uploads are refused with a sentence', async () => {
  const upload = (query: string) => post(`/page/upload?${query}`, 'x');
  const unknown = await upload(`chatId=5&fromId=${personId}&name=a`);
  assert.is(unknown.status, 400);
  assert.match(await errorOf(unknown), 'no such chat');
  const nameless = await upload(`chatId=${chatId}&fromId=${personId}`);
  assert.is(nameless.status, 400);
  assert.match(await errorOf(nameless), 'name');
});

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
  const events = await openEvents('tab');
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
    const events = await openEvents(page);
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

suite('the command menu of the person is told', async () => {
  const commands = [{ command: 'play', description: 'Play' }];
  await fetch(`${host.botUrl}/setMyCommands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commands }),
  });
  const ask = async (query: string) => (await fetch(`${host.url}/page/commands?${query}`)).json();
  assert.equal(await ask(`chatId=${chatId}&userId=${personId}`), commands);
  assert.equal(await ask('chatId=1&userId=2'), []);
});

suite('other sites may neither write nor read', async () => {
  const foreign = await post('/page/leave', { chatId, userId: personId }, { origin: 'http://evil.example' });
  assert.is(foreign.status, 403);
  const own = await post('/page/leave', { chatId, userId: personId }, { origin: host.url });
  assert.is(own.status, 200);
  // A name of theirs that points here: fetch does not let one set the host.
  const status = await new Promise((resolve, reject) => {
    const request = get(`${host.url}/page/events`, { headers: { host: 'evil.example' } }, (response) => {
      resolve(response.statusCode);
      response.resume();
    });
    request.on('error', reject);
  });
  assert.is(status, 403);
});

suite.run();
