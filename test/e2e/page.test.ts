import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanup } from 'node-datachannel';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { launchBrowser, type TestBrowser } from '../fixtures/browser.ts';
import { makeTonePackets } from '../fixtures/opus-packets.ts';
import { type PageHost, startPageHost } from '../fixtures/page-host.ts';
import { openPagePerson, type PagePerson } from '../fixtures/page-person.ts';
import { createRtpSender, type RtpSender } from '../fixtures/rtp-sender.ts';
import { makeTemporaryFolder } from '../fixtures/temporary-folder.ts';
import { makeTone } from '../fixtures/tones.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** The page in a real Chromium, before the stand-in alone: the test itself is the bot and the assistant. */
const suite = describe('page');
const log = createLog({ level: 'error', format: 'json', service: 'sandbox' });
const stop = new AbortController();
const ids = { owner: 1001, olga: 1002, bot: 7001, assistant: 5001, chat: -1_001_000_000_001 };
let folder = '';
let host: PageHost;
let browser: TestBrowser;
let person: PagePerson;
let sender: RtpSender | undefined;
let bot = Promise.resolve();

suite.before(async () => {
  folder = await makeTemporaryFolder();
  host = await startPageHost(log);
  const { world } = host;
  world.addUser({ id: ids.bot, firstName: 'Efir', username: 'efir_bot', isBot: true });
  world.addUser({ id: ids.assistant, firstName: 'Efir on air', isAssistant: true });
  world.addUser({ id: ids.owner, firstName: 'You' });
  world.addUser({ id: ids.olga, firstName: 'Olga' });
  world.addChat({
    id: ids.chat,
    type: 'supergroup',
    title: 'Demo',
    members: [
      { userId: ids.owner, status: 'creator' },
      { userId: ids.olga, status: 'member' },
      { userId: ids.bot, status: 'administrator' },
      { userId: ids.assistant, status: 'administrator' },
    ],
  });
  bot = runBot();
  browser = await launchBrowser();
  person = await openPagePerson(browser.context, host.url);
});
suite.after(async () => {
  stop.abort();
  await bot;
  await browser?.close();
  sender?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
  cleanup();
});

interface Update {
  readonly update_id: number;
  readonly message?: {
    readonly text?: string;
    readonly message_id: number;
    readonly chat: { readonly id: number };
    readonly reply_to_message?: { readonly audio?: { readonly title?: string } };
  };
  readonly callback_query?: {
    readonly id: string;
    readonly data: string;
    readonly message: { readonly message_id: number; readonly chat: { readonly id: number } };
  };
}

async function ask<T>(method: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`${host.botUrl}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  const answer = (await response.json()) as { ok: boolean; result: T; description?: string };
  assert.ok(answer.ok, answer.description);
  return answer.result;
}

/** A bot that knows /play as a reply to audio, /start, and three buttons. */
async function runBot(): Promise<void> {
  await ask('setMyCommands', {
    commands: [
      { command: 'play', description: 'Play a file' },
      { command: 'pause', description: 'Pause' },
      { command: 'queue', description: 'What comes next' },
    ],
  });
  for (let offset = 0; !stop.signal.aborted; ) {
    const updates = await ask<Update[]>('getUpdates', { offset, timeout: 10 }, stop.signal).catch((error: Error) => {
      if (stop.signal.aborted) return [];
      throw error;
    });
    for (const update of updates) {
      offset = update.update_id + 1;
      await react(update);
    }
  }
}

async function react({ message, callback_query: query }: Update): Promise<void> {
  if (message?.text === '/play') {
    await goOnAir();
    await ask('sendMessage', {
      chat_id: message.chat.id,
      text: `Now playing: <b>${message.reply_to_message?.audio?.title}</b>`,
      parse_mode: 'HTML',
      reply_parameters: { message_id: message.message_id },
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Skip', callback_data: 'skip' },
            { text: 'Warn', callback_data: 'warn' },
          ],
          [{ text: 'Sign in', url: 'https://t.me/efir_bot?start=panel' }],
        ],
      },
    });
  } else if (message?.text?.startsWith('/start')) {
    await ask('sendMessage', { chat_id: message.chat.id, text: `Hello, ${message.text.slice(7)}` });
  } else if (query?.data === 'skip') {
    await ask('answerCallbackQuery', { callback_query_id: query.id, text: 'Skipped it.' });
    const { chat, message_id } = query.message;
    await ask('editMessageText', { chat_id: chat.id, message_id, text: 'Nothing plays now' });
  } else if (query !== undefined) {
    await ask('answerCallbackQuery', { callback_query_id: query.id, text: 'Only admins may.', show_alert: true });
  }
}

/** The assistant starts the voice chat and plays a tone. */
async function goOnAir(): Promise<void> {
  const { world, media } = host;
  const call = world.activeCall(ids.chat) ?? world.startCall(ids.chat, ids.owner);
  if (sender !== undefined) return;
  sender = await createRtpSender((payload) => media.join(call.id, ids.assistant, payload));
  const { ssrc } = sender.payload;
  world.joinCall(call.id, { userId: ids.assistant, source: ssrc, muted: false, via: 'mtproto' });
  sender.play(await makeTonePackets({ frequency: 440, seconds: 2 }), stop.signal);
}

suite('a person sends a file, and answers it with /play', async () => {
  const tags = { title: 'Blue Tone', artist: 'Nobody' };
  await person.sendFiles(await makeTone(join(folder, 'blue.mp3'), { frequency: 440, seconds: 3, tags }));
  const file = await person.message('Blue Tone');
  assert.match(await file.innerText(), 'Nobody · 0:03');
  await person.replyTo('Blue Tone');
  assert.match(await person.page.locator('#reply').innerText(), 'Nobody – Blue Tone');
  await person.say('/play');
  const answer = await person.message('Now playing: Blue Tone');
  assert.is(await answer.locator('strong').innerText(), 'Blue Tone');
  assert.match(await answer.locator('.quotation').innerText(), '/play');
  assert.is(await person.page.locator('#reply').isVisible(), false);
});

suite('joins the voice chat, hears it, sees who is in it and the level', async () => {
  await person.joinVoice();
  const sound = await waitFor(
    async () => {
      const now = await person.receivedSound();
      return now !== null && now.packetsReceived > 50 && now.totalAudioEnergy > 0 && now.audioLevel > 0 ? now : null;
    },
    { what: 'sound in the browser' },
  );
  assert.ok(sound.audioLevel > 0.05, JSON.stringify(sound));
  const { page } = person;
  const loud = () => page.locator('.meter').getAttribute('data-level');
  await waitFor(async () => Number(await loud()) > 0.01, { what: 'the meter to move' });
  await page.locator('.participants li.sounding', { hasText: 'Efir on air' }).waitFor();
  await page.locator('.participants li', { hasText: 'You' }).waitFor();
  assert.ok(host.world.activeCall(ids.chat)?.participants.has(ids.owner));
});

suite('leaves, and hears nothing', async () => {
  await person.page.click('#leave-call');
  await waitFor(() => !host.world.activeCall(ids.chat)?.participants.has(ids.owner), { what: 'them to leave' });
  await person.page.locator('#join-call').waitFor();
  assert.is(await person.receivedSound(), null);
});

suite('presses buttons: a note, an alert, an edit seen live', async () => {
  await person.press('Warn');
  await person.page.locator('#alert', { hasText: 'Only admins may.' }).waitFor();
  await person.page.click('#alert button');
  await person.press('Skip');
  await person.page.locator('.toast', { hasText: 'Skipped it.' }).waitFor();
  const edited = await person.message('Nothing plays now');
  assert.match(await edited.innerText(), 'edited');
  assert.is(await edited.locator('.inline').count(), 0);
});

suite('a link to the bot begins the private chat there', async () => {
  await person.replyTo('Blue Tone');
  await person.say('/play');
  await person.message('Now playing');
  await person.press('Sign in');
  await person.message('Hello, panel');
  assert.is(await person.page.locator('#chat-title').innerText(), 'Efir');
  assert.is(await person.page.locator('#voice').isVisible(), false);
  await person.page.locator('.chat-line', { hasText: 'Demo' }).click();
  await person.message('Now playing');
});

suite('a deleted message vanishes; text is text, never markup', async () => {
  const { messageId } = host.world.postMessage({ chatId: ids.chat, fromId: ids.olga, text: '<img src=x> & <b>so</b>' });
  const shown = await person.message('<img src=x> & <b>so</b>');
  assert.is(await shown.locator('img').count(), 0);
  host.world.deleteMessage(ids.chat, messageId);
  await shown.waitFor({ state: 'detached' });
});

suite('entities nest and count as Telegram counts', async () => {
  const text = '😀 bold and italic, a link';
  host.world.postMessage({
    chatId: ids.chat,
    fromId: ids.bot,
    text,
    entities: [
      { type: 'bold', offset: 3, length: 15 },
      { type: 'italic', offset: 12, length: 6 },
      { type: 'text_link', offset: 22, length: 4, url: 'https://example.org/' },
    ],
  });
  const shown = await person.message('😀 bold');
  assert.is(await shown.locator('strong').innerText(), 'bold and italic');
  assert.is(await shown.locator('strong em').innerText(), 'italic');
  assert.is(await shown.locator('a').getAttribute('href'), 'https://example.org/');
});

suite('commands are suggested as one types, and taken with the keyboard', async () => {
  const { page } = person;
  await page.fill('#text', '/p');
  await page.locator('#hints button').first().waitFor();
  assert.equal(await page.locator('#hints b').allInnerTexts(), ['/play', '/pause']);
  await page.press('#text', 'ArrowDown');
  await page.press('#text', 'ArrowDown');
  await page.press('#text', 'Enter');
  assert.is(await page.inputValue('#text'), '/pause ');
  await page.fill('#text', '');
});

suite('another person speaks', async () => {
  await person.page.selectOption('#person', { label: 'Olga' });
  await person.say('Hello from Olga');
  const said = await waitFor(() => host.world.messages(ids.chat).find(({ text }) => text === 'Hello from Olga'), {
    what: 'her words',
  });
  assert.is(said.fromId, ids.olga);
  await person.page.selectOption('#person', { label: 'You' });
});

suite('several files make one album, in order', async () => {
  const paths = await Promise.all(
    ['one', 'two', 'three'].map((title) =>
      makeTone(join(folder, `${title}.mp3`), { frequency: 300, seconds: 1, tags: { title } }),
    ),
  );
  await person.sendFiles(...paths);
  await person.message('three');
  const album = host.world.messages(ids.chat).slice(-3);
  assert.equal(
    album.map(({ media }) => media?.title),
    ['one', 'two', 'three'],
  );
  assert.is(new Set(album.map(({ mediaGroup }) => mediaGroup)).size, 1);
  assert.ok(album[0]?.mediaGroup);
});

suite('a file that is dropped is sent', async () => {
  await person.page.evaluate(() => {
    const scope = globalThis as unknown as Record<string, new (...given: unknown[]) => never>;
    const { DataTransfer, File, DragEvent, document } = scope as unknown as {
      DataTransfer: new () => { items: { add(file: unknown): void } };
      File: new (parts: string[], name: string) => unknown;
      DragEvent: new (type: string, options: object) => unknown;
      document: { dispatchEvent(event: unknown): void };
    };
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['hello'], 'notes.txt'));
    document.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  });
  await person.message('notes.txt');
});

suite('on a phone nothing is wider than the screen, and the chats slide in', async () => {
  const { page } = person;
  await page.setViewportSize({ width: 360, height: 740 });
  const width = await page.evaluate('document.documentElement.scrollWidth');
  assert.is(width, 360);
  const newest = await page.locator('#messages > li').last().boundingBox();
  const writing = await page.locator('#composer').boundingBox();
  assert.ok(newest && writing && newest.y + newest.height <= writing.y, 'the newest message is in view');
  assert.is(await page.locator('#chats').isVisible(), false);
  await page.click('#open-side');
  await page.locator('.chat-line', { hasText: 'Demo' }).click();
  await page.locator('#chats').waitFor({ state: 'hidden' });
});

suite('the browser had nothing to complain of', () => {
  assert.equal(person.complaints, []);
});

suite.run();
