import { readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { openPageEvents } from '../../test/fixtures/page-events.ts';
import { type PageHost, startPageHost } from '../../test/fixtures/page-host.ts';
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
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(host.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;

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
  const events = await openPageEvents(host.url);
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
  const events = await openPageEvents(host.url);
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
