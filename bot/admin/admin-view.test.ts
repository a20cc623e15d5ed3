import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AdminView, homeView, readAdminView, writeAdminView } from './admin-view.ts';
import { deeds } from './deeds.ts';
import { screens } from './screens.ts';

const test = suite('views of the administration');
/** Callback data has 64 bytes; `ad/1f/7/…/h` and twelve bytes of a hash take up to 21 of them. */
const longest = 43;

const screenNames = Object.keys(screens) as (keyof typeof screens)[];
const deedNames = Object.keys(deeds) as (keyof typeof deeds)[];
/** The longest there are: Telegram's ids have 52 bits at most, those of tracks 22 characters. */
const things: readonly Pick<AdminView, 'id' | 'about'>[] = [
  { id: '', about: '' },
  { id: '7999999999', about: 'moderator' },
  { id: '-1009999999999', about: '' },
  { id: 'Zz_-Zz_-Zz_-Zz_-Zz_-Zz', about: '' },
  { id: '999999', about: '7999999999' },
  { id: '7', about: '' },
];

test('a view is read as it was written, and fits into a button', () => {
  for (const screen of screenNames) {
    for (const deed of [null, ...deedNames]) {
      for (const thing of things) {
        const view: AdminView = {
          ...homeView('ru'),
          screen,
          deed,
          page: 12_500,
          filter: 'm',
          version: 46_655,
          ...thing,
        };
        const payload = writeAdminView(view);
        assert.equal(readAdminView(payload), view);
        assert.ok(Buffer.byteLength(payload) <= longest, payload);
        assert.not.match(payload, '/');
      }
    }
  }
});

test('every screen and every deed has letters of its own', () => {
  const written = (view: Partial<AdminView>) => writeAdminView({ ...homeView('en'), ...view });
  assert.is(new Set(screenNames.map((screen) => written({ screen }))).size, screenNames.length);
  assert.is(new Set(deedNames.map((deed) => written({ deed }))).size, deedNames.length);
});

test('anything else is the first screen', () => {
  for (const payload of ['', 'x', 'eh', 'eh.1', 'eh.1....', 'e?.1.....', 'eu.1.mm...', 'eu.zzzz....', 'x'.repeat(64)]) {
    assert.equal(readAdminView(payload), homeView('en'), payload);
  }
});

test('letters that mean nothing (any more) do nothing', () => {
  assert.is(readAdminView('euzz.1....').deed, null);
  assert.is(readAdminView('eZ.1....').screen, 'home');
});

test.run();
