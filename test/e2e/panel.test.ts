import type { Page } from 'playwright-core';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor } from '../../control/dependencies.ts';
import { launchBrowser, type TestBrowser } from '../fixtures/browser.ts';
import { openPanelRoom, type PanelRoom, panelOwner } from '../fixtures/panel-room.ts';
import { waitFor } from '../fixtures/wait-for.ts';

/** The panel in a real Chromium: each scenario of US3, the life of a user, a stream and a track, and what a page weighs. */
const suite = describe('panel');
let room: PanelRoom;
let browser: TestBrowser;
let page: Page;
/** Everything that was asked for, and what the page complained of. */
const requests: string[] = [];
const complaints: string[] = [];

suite.before(async () => {
  room = await openPanelRoom();
  browser = await launchBrowser();
  page = await browser.context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A page that says no has a status that says it, too.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
});
suite.after(async () => {
  await browser?.close();
  await room?.close();
});
suite.after.each(() => {
  assert.equal(complaints.splice(0), [], 'no error in the console, nothing against the policy');
  const foreign = requests.splice(0).filter((url) => !url.startsWith(room.url) && !url.startsWith('data:'));
  assert.equal(foreign, [], 'nothing of another host');
});

const signIn = async (actor: Actor) => {
  const [name = '', value = ''] = (await room.signIn(actor)).split('=');
  await browser.context.clearCookies();
  await browser.context.addCookies([{ name, value, url: room.url }]);
};
const open = (path: string) => page.goto(room.url + path);
const note = () => page.locator('#notes').innerText();

suite('US3.1: an admin follows the link of the bot and is in the panel, with its navigation', async () => {
  const admin = await room.person('admin', 'Ada');
  await browser.context.clearCookies();
  await open('/admin');
  assert.match(await page.locator('main').innerText(), 'Write /panel to the bot');
  await open(`/admin/sign-in?link=${await room.linkFor(admin)}`);
  assert.match(await page.locator('h1').innerText(), 'Ada');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/admin');
  const links = await page.getByRole('navigation', { name: 'Panel' }).getByRole('link').allInnerTexts();
  assert.equal(links, ['Dashboard', 'Users', 'Streams', 'Tracks', 'Audit']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/admin/sign-in');
  assert.match(await note(), 'signed out');
});

suite('US3.2: users are found by email, name, username and id while one types', async () => {
  const { person } = await room.person('user', 'Nina Найдётся');
  await room.records.users.update(person.id, { email: 'nina@example.org', username: 'nina_s' });
  for (let i = 0; i < 30; i += 1) await room.person('user', `Crowd ${i}`);
  await signIn(panelOwner);
  await open('/admin/users');
  await page.keyboard.press('/');
  for (const words of ['nina@example', 'найдётся', '@nina_s', String(person.id)]) {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(words);
    await page.waitForURL((url) => url.searchParams.get('q') === words);
    await page.locator('.foot', { hasText: /^1 user/ }).waitFor();
    assert.match(await page.locator('table.list tbody').innerText(), 'Nina', words);
  }
  assert.is(await page.locator(':focus').getAttribute('name'), 'q', 'one can go on typing');
  await page.getByRole('searchbox').fill('crowd');
  await page.locator('.foot', { hasText: '30 users' }).waitFor();
  await page.getByRole('link', { name: 'Next page' }).click();
  await page.locator('.paging', { hasText: '2 of 2' }).waitFor();
  await page.goBack();
  await page.locator('.paging', { hasText: '1 of 2' }).waitFor();
  await page.getByRole('link', { name: 'Blocked' }).click();
  await page.waitForURL((url) => url.searchParams.get('blocked') === '1');
  await page.locator('.foot', { hasText: /^0 users/ }).waitFor();
});

suite('US3.3: a role is changed and holds at once; Undo takes it back', async () => {
  const { person } = await room.person('user', 'Rita');
  await signIn(panelOwner);
  await open(`/admin/users/${person.id}`);
  await page.getByLabel('Role').selectOption('moderator');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('#notes .note').waitFor();
  assert.match(await note(), 'was saved');
  assert.is((await room.control.people.standing(person.id)).role, 'moderator');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('#notes .note', { hasText: 'It is as it was before.' }).waitFor();
  assert.is((await room.control.people.standing(person.id)).role, 'user');
});

suite('US3.4: a moderator sees no way to delete an admin, and is refused when trying', async () => {
  const admin = await room.person('admin', 'Untouchable');
  await signIn(await room.person('moderator', 'Mod'));
  await open(`/admin/users/${admin.person.id}`);
  assert.is(await page.locator('main form').count(), 0);
  const status = await page.evaluate(
    async (path) => (await fetch(path, { method: 'POST', body: new URLSearchParams() })).status,
    `/admin/users/${admin.person.id}/delete`,
  );
  assert.is(status, 403);
  assert.ok(await room.records.users.find(admin.person.id));
});

suite('the life of a user', async () => {
  await signIn(panelOwner);
  await open('/admin/users');
  await page.getByRole('button', { name: 'Add a user' }).click();
  await page.getByLabel('Telegram id').fill('4242');
  await page.getByLabel('First name').fill('Nova');
  await page.getByLabel('Email').fill('nova@example');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('This is not an email address.').waitFor();
  assert.is(await page.getByLabel('First name').inputValue(), 'Nova', 'what was written stays');
  await page.getByLabel('Email').fill('nova@example.org');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/admin/users/4242');
  await page.getByLabel('Note').fill('Met at the party');
  await page.getByLabel('Blocked: Efir ignores them').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.heading .tag', { hasText: 'Blocked' }).waitFor();
  await open('/admin/users?q=nova');
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.locator('#notes .note', { hasText: '1 user changed.' }).waitFor();
  assert.not.ok((await room.records.users.find(4242))?.isBlocked);
  await open('/admin/users/4242');
  await page.getByText('Delete…').click();
  await page.getByRole('button', { name: 'Yes, delete' }).click();
  await page.waitForURL('**/admin/users');
  assert.is(await room.records.users.find(4242), null);
});

suite('the life of a track', async () => {
  await signIn(panelOwner);
  await open('/admin/tracks/new');
  await page.getByLabel('Link or library name').fill('Sinnerman');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name: 'Sinnerman' }).waitFor();
  await page.getByLabel('Title').fill('Sinner <b>Man</b>');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Sinner <b>Man</b>' }).waitFor();
  await open('/admin/tracks?q=sinner');
  await page.locator('.foot', { hasText: /^1 track/ }).waitFor();
  await page.getByRole('link', { name: 'Sinner <b>Man</b>' }).click();
  await page.getByText('Delete…').click();
  await page.getByRole('button', { name: 'Yes, delete' }).click();
  await page.locator('#notes .note', { hasText: 'was deleted' }).waitFor();
});

suite('the life of a stream: its queue is added to, dragged, moved by the keyboard, and follows what others do', async () => {
  const id = await room.stream('Friday', ['now', 'a', 'b', 'c']);
  await signIn(panelOwner);
  await open(`/admin/streams/${id}`);
  const shown = async () =>
    (await page.locator('.items .track bdi:first-child').allInnerTexts()).filter((it) => it !== 'Somebody');
  const shows = (titles: readonly string[]) =>
    waitFor(async () => (await shown()).join() === titles.join(), { what: titles.join(), timeoutMs: 20_000 });
  await shows(['a', 'b', 'c']);
  await page.getByLabel('Add by link or library name').fill('d');
  await page.keyboard.press('Enter');
  await shows(['a', 'b', 'c', 'd']);
  assert.is(await page.getByLabel('Add by link or library name').inputValue(), '', 'ready for the next one');
  assert.match(await note(), '1 track added.');
  // The same again is another wish, not a double click.
  await page.getByLabel('Add by link or library name').fill('d');
  await page.keyboard.press('Enter');
  await shows(['a', 'b', 'c', 'd', 'd']);
  await page.locator('.items li:nth-child(4) .grip').dragTo(page.locator('.items li:nth-child(2) .grip'));
  await waitFor(async () => (await room.titles(id)).join() !== 'a,b,c,d,d', { what: 'the drop', timeoutMs: 20_000 });
  const dragged = await room.titles(id);
  assert.ok(dragged.indexOf('d') <= 2, dragged.join());
  await shows(dragged);
  const up = page.locator('.items li:last-child').getByRole('button', { name: 'Move up' });
  await up.focus();
  await page.keyboard.press('Enter');
  const moved = [...dragged.slice(0, 3), dragged[4] ?? '', dragged[3] ?? ''];
  await shows(moved);
  await page.locator('.items li:first-child').getByRole('button', { name: 'Remove from the queue' }).click();
  await shows(moved.slice(1));
  await page.locator('#notes').getByRole('button', { name: 'Undo' }).click();
  await shows(moved);
  // What somebody else does is there by itself.
  await room.control.clear({ streamId: id, actor: panelOwner, operation: 'elsewhere' });
  await page.getByText('Nothing waits. Add something below.').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.now').getByRole('button', { name: 'Resume' }).waitFor();
  assert.ok((await room.store.playback.read(id)).isPaused);
  await page.getByText('Delete…').click();
  await page.getByRole('button', { name: 'Yes, delete' }).click();
  await page.locator('#notes .note', { hasText: 'was deleted' }).waitFor();
  assert.is(await room.records.streams.find(id), null);
});

suite('a stream’s page follows events as they happen, and not only the snapshots that come now and then', async () => {
  const id = await room.stream('Live', ['now', 'a']);
  await signIn(panelOwner);
  const watching = await browser.context.newPage();
  watching.setDefaultTimeout(3_000);
  watching.on('pageerror', (error) => complaints.push(error.message));
  await watching.routeWebSocket('**/api/ws', (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (JSON.parse(String(message)).type !== 'snapshot') socket.send(message);
    });
  });
  const looks: string[] = [];
  watching.on('request', (request) => {
    if (request.headers()['hx-request'] !== undefined) looks.push(request.url());
  });
  await watching.goto(`${room.url}/admin/streams/${id}?queue=1`, { waitUntil: 'networkidle' });
  const request = { streamId: id, actor: panelOwner };
  await room.control.enqueue({ ...request, operation: 'from-chat', query: { type: 'text', text: 'Late' } });
  await watching.locator('.items', { hasText: 'Late' }).waitFor();
  // What a player tells when somebody seeks, or pauses: nothing else comes then.
  const { generation } = await room.store.playback.read(id);
  const tell = (positionMs: number, isPaused: boolean) =>
    room.store.events.publish(id, {
      type: 'track.progress',
      data: { generation, positionMs, isPaused, pausedFor: isPaused ? 'wish' : null },
    });
  await tell(1_000, false);
  await waitFor(async () => (await watching.locator('progress').getAttribute('value')) === '1000', { what: 'a look' });
  await room.control.setPaused({ ...request, operation: 'pause', isPaused: true });
  await tell(1_000, true);
  await watching.locator('.now').getByRole('button', { name: 'Resume' }).waitFor();
  await watching.waitForLoadState('networkidle');
  const before = looks.length;
  await tell(90_000, true);
  await watching.locator('[data-position]', { hasText: '1:30' }).waitFor();
  assert.is(looks.length, before, 'a position needs no look');
  // Who is signed out meanwhile is shown how to sign in, as a page of its own.
  await browser.context.clearCookies();
  await room.control.clear({ ...request, operation: 'clear' });
  await watching.getByText('Write /panel to the bot').waitFor();
  await watching.getByRole('navigation', { name: 'Panel' }).waitFor({ state: 'detached' });
  await watching.close();
});

suite('the dashboard: at most 150 kB, nothing of another host, a chart that is drawn', async () => {
  await signIn(panelOwner);
  const session = await browser.context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${room.url}/admin`, { waitUntil: 'networkidle' });
  await page.locator('#chart canvas').waitFor();
  assert.ok(bytes > 10_000 && bytes <= 150_000, `${bytes} bytes`);
  await session.detach();
});

suite('it fits a phone and both themes, and moments are in the viewer’s zone', async () => {
  await signIn(panelOwner);
  await room.stream('A room with quite a long name that has to go somewhere', ['now', 'a']);
  await page.setViewportSize({ width: 375, height: 740 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of [
      '/admin',
      '/admin/users',
      '/admin/users/1',
      '/admin/streams',
      '/admin/tracks',
      '/admin/audit',
      '/admin/account',
    ]) {
      await open(path);
      const overflow = (await page.locator('html').evaluate((it) => it.scrollWidth)) - 375;
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
  }
  await open('/admin/users/1');
  const [said, expected] = await page
    .locator('time')
    .first()
    .evaluate((element) => {
      const options = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
      const moment = new Date(element.getAttribute('datetime') ?? 0);
      return [element.textContent, new Intl.DateTimeFormat('en-GB', options).format(moment)];
    });
  assert.is(said, expected);
});

suite.run();
