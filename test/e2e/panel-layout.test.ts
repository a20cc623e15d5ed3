import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { launchBrowser, type TestBrowser } from '../fixtures/browser.ts';
import { openPanelRoom, type PanelRoom, panelOwner } from '../fixtures/panel-room.ts';

/** The panel in a real Chromium, with the longest that there can be. */
const suite = describe('layout of the panel');
let room: PanelRoom;
let browser: TestBrowser;

suite.before(async () => {
  room = await openPanelRoom();
  browser = await launchBrowser();
});
suite.after(async () => {
  await browser?.close();
  await room?.close();
});

suite('names without spaces, long queues and the words of sessions fit, too', async () => {
  const long = 'W'.repeat(200);
  const { person } = await room.person('user', long);
  const id = await room.stream(long, [`${long}0`, ...Array.from({ length: 101 }, (_, i) => `t${i}`)]);
  await room.records.sessions.start({ sessionId: 'past', streamId: id, startedBy: 1 }, 1);
  const end = { sessionId: 'past', streamId: id, endReason: 'error', endDetail: 'assistant-kicked' } as const;
  await room.records.sessions.end(end, 90_000_000);
  const source = { type: 'library', path: 'w' } as const;
  const track = { trackId: 'w', title: long, performer: long, durationMs: 1, source };
  await room.records.tracks.upsert(track, 1);
  await room.control.people.setLanguage(panelOwner.person.id, 'ru');
  const [name = '', value = ''] = (await room.signIn(panelOwner)).split('=');
  await browser.context.addCookies([{ name, value, url: room.url }]);
  const page = await browser.context.newPage();
  for (const width of [360, 1_280]) {
    await page.setViewportSize({ width, height: 740 });
    const paths = [`users/${person.id}`, `streams/${id}`, 'tracks/w', `audit?target=${long}`];
    for (const path of paths) {
      await page.goto(`${room.url}/admin/${path}`);
      const overflow = (await page.locator('html').evaluate((it) => it.scrollWidth)) - width;
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide at ${width}`);
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${room.url}/admin/streams/${id}`);
  assert.match(await page.locator('.sessions').innerText(), 'аккаунт-помощник удалён');
  const heights = await page.locator('.place').evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
  assert.is(heights.at(99), heights[0], 'the number 100 is on one line');
});

suite.run();
