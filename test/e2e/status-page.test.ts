import type { Page } from 'playwright-core';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { launchBrowser, type TestBrowser } from '../fixtures/browser.ts';
import { type CutProxy, openCutProxy } from '../fixtures/cut-proxy.ts';
import { type LiveProcess, type LiveStage, moderatorSession, openLiveStage } from '../fixtures/live-stage.ts';
import { playLive, type ShownStream } from '../fixtures/play-live.ts';
import { waitFor } from '../fixtures/wait-for.ts';

const suite = describe('the status page');
let stage: LiveStage;
let here: LiveProcess;
let network: CutProxy;
let browser: TestBrowser;
let page: Page;
let jazz: ShownStream;
const complaints: string[] = [];

suite.before(async () => {
  stage = await openLiveStage();
  here = await stage.start({ recheckMs: 200 });
  network = await openCutProxy(portOf(here));
  browser = await launchBrowser();
  page = await browser.context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A connection that is cut is what these tests are about.
    if (message.type() === 'error' && !/WebSocket|ERR_|Failed to load/.test(message.text()))
      complaints.push(message.text());
  });
});
suite.after(async () => {
  await browser.close();
  await network.close();
  await stage.close();
});

const portOf = ({ web }: LiveProcess) => Number(new URL(web.url).port);
const address = () => `http://127.0.0.1:${network.port}`;
const card = (title: string) => page.locator('.card', { has: page.locator('h3', { hasText: title }) });
const field = (title: string, name: string) => card(title).locator(`[data-field="${name}"]`);
const connection = () => page.locator('#connection').getAttribute('data-state');
const until = (what: string, probe: () => Promise<unknown>) => waitFor(probe, { what, timeoutMs: 20_000, everyMs: 50 });
const reads = (title: string, name: string, text: string) =>
  until(`${name} of ${title} to be ${text}`, async () => (await field(title, name).textContent()) === text);
const isLive = () => until('the page to be live', async () => (await connection()) === 'live');

async function open(session: string | null = moderatorSession): Promise<void> {
  await browser.context.clearCookies();
  if (session !== null) await browser.context.addCookies([{ name: 'efir', value: session, url: address() }]);
  await page.goto(address());
}

suite('tells a stranger how to get in, in their language, and shows nothing', async () => {
  await open(null);
  assert.match((await page.locator('main').textContent()) ?? '', '/panel');
  assert.is(await page.locator('#streams').count(), 0);
  const answer = await fetch(address(), { headers: { 'accept-language': 'ru, en;q=0.5' } });
  assert.match(await answer.text(), '<html lang="ru">');
  assert.match(answer.headers.get('content-security-policy') ?? '', "script-src 'self'");
});

suite('says what to do while nothing is on the air', async () => {
  await open();
  await isLive();
  assert.ok(await page.locator('#empty').isVisible());
  assert.match((await page.locator('#empty').textContent()) ?? '', '/play');
});

suite('US5.1: the card of a new stream appears without a reload', async () => {
  await page.evaluate('globalThis.isSamePage = true');
  jazz = await playLive(stage, {
    streamId: -1_001,
    title: 'Jazz <b>club</b>',
    items: ['So What', 'Blue', 'Naima', 'Four', 'Five'],
  });
  await reads('Jazz <b>club</b>', 'track', 'So What');
  await reads('Jazz', 'state', 'On the air');
  assert.equal(await card('Jazz').locator('ol li span:first-child').allTextContents(), ['Blue', 'Naima', 'Four']);
  await reads('Jazz', 'more', 'and 1 more');
  assert.not(await page.locator('#empty').isVisible());
  assert.match((await page.locator('#news').textContent()) ?? '', 'is on the air');
  assert.is(await page.evaluate('globalThis.isSamePage'), true);
});

suite('US5.2: the number of listeners follows who comes and goes', async () => {
  for (const count of [3, 4, 2]) {
    await jazz.listeners(count);
    await reads('Jazz', 'listeners', String(count));
  }
  assert.match((await field('Jazz', 'spark').locator('.line').getAttribute('d')) ?? '', /^M/);
  await until('the totals', async () => (await page.locator('[data-total="listening"]').textContent()) === '2');
});

suite('goes on to the next track, and its bar runs between reports', async () => {
  const root = await card('Jazz').elementHandle();
  await jazz.next();
  await reads('Jazz', 'track', 'Blue');
  await jazz.progress(60_000);
  await until(
    'the bar to run by itself',
    async () => ((await field('Jazz', 'position').textContent()) ?? '') >= '1:02',
  );
  await jazz.progress(65_000, true);
  await reads('Jazz', 'state', 'Paused');
  await reads('Jazz', 'position', '1:05');
  await jazz.add('Six');
  await reads('Jazz', 'more', 'and 1 more');
  assert.ok(await card('Jazz').evaluate((it, before) => it === before, root), 'the card was written in place');
});

suite('US5.3: the network is cut in between; the page says so, comes back by itself and is right', async () => {
  const rock = await playLive(stage, { streamId: -1_002, title: 'Rock', items: ['Loud'] });
  await reads('Rock', 'track', 'Loud');
  network.cut();
  await until('the loss to be told', async () => (await connection()) === 'reconnecting');
  await rock.end();
  await jazz.next();
  await jazz.listeners(9);
  await playLive(stage, { streamId: -1_003, title: 'Folk', items: ['Song'] });
  network.mend();
  await isLive();
  await reads('Jazz', 'track', 'Naima');
  await reads('Jazz', 'listeners', '9');
  await reads('Folk', 'track', 'Song');
  await until('the end of Rock', async () => (await card('Rock').count()) === 0);
});

suite('a browser without a network says so, and is right afterwards', async () => {
  await browser.context.setOffline(true);
  await until('offline', async () => (await connection()) === 'offline');
  assert.match((await page.locator('#connection-text').textContent()) ?? '', /offline since \d/);
  await jazz.listeners(11);
  await browser.context.setOffline(false);
  await isLive();
  await reads('Jazz', 'listeners', '11');
});

suite('another process takes over: nothing is missed, nothing is drawn anew', async () => {
  const root = await card('Jazz').elementHandle();
  const there = await stage.start({ recheckMs: 200 });
  network.target = portOf(there);
  await here.close();
  await jazz.listeners(12);
  await isLive();
  await reads('Jazz', 'listeners', '12');
  assert.ok(await card('Jazz').evaluate((it, before) => it === before, root));
  here = there;
});

suite('Redis is away: the page stays, says that it is old, and goes on', async () => {
  await stage.redis.kill();
  await until('the outage', async () => (await connection()) === 'stale');
  assert.is(await field('Jazz', 'track').textContent(), 'Naima');
  await stage.redis.restart();
  await isLive();
  await jazz.listeners(13);
  await reads('Jazz', 'listeners', '13');
});

suite('a stream that ends goes, and the rest stays', async () => {
  await jazz.end();
  await until('the end of Jazz', async () => (await card('Jazz').count()) === 0);
  assert.is(await card('Folk').count(), 1);
});

suite('speaks the language that the person chose, fits a phone, and loads little, from here only', async () => {
  stage.languages.set(5, 'ru');
  await browser.context.clearCookies();
  await browser.context.addCookies([{ name: 'efir', value: moderatorSession, url: address() }]);
  const fresh = await browser.context.newPage();
  await fresh.setViewportSize({ width: 360, height: 740 });
  const session = await browser.context.newCDPSession(fresh);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  const hosts = new Set<string>();
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  fresh.on('request', (request) => hosts.add(new URL(request.url()).host));
  await fresh.goto(address(), { waitUntil: 'networkidle' });
  await fresh.locator('#connection[data-state="live"]').waitFor();
  assert.is(await fresh.locator('#connection-text').textContent(), 'на связи');
  assert.is(await fresh.evaluate('document.documentElement.scrollWidth'), 360);
  assert.equal([...hosts], [new URL(address()).host]);
  assert.ok(bytes > 5_000 && bytes < 60_000, `${bytes} bytes`);
  await fresh.close();
  stage.languages.delete(5);
});

suite('the right is lost while the page is open: it asks again, and shows what is left', async () => {
  await open();
  await isLive();
  const person = stage.people.get(moderatorSession)!;
  stage.people.delete(moderatorSession);
  await page.locator('text=/panel').waitFor({ timeout: 20_000 });
  assert.is(await page.locator('#streams').count(), 0);
  stage.people.set(moderatorSession, person);
});

suite('the public sees neither errors nor the panel', async () => {
  const opened = await stage.start({ isPublic: true });
  network.target = portOf(opened);
  // Connections that the browser keeps lead to the other process.
  network.cut();
  network.mend();
  await open(null);
  await isLive();
  await reads('Folk', 'track', 'Song');
  assert.not.match((await page.locator('body').innerText()) ?? '', /Panel|errors|@olga/);
});

suite('the browser had nothing to complain of', () => {
  assert.equal(complaints, []);
});

suite.run();
