import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { itemMark, type QueueView, readQueueView, writeQueueView } from './queue-view-code.ts';
import { settingChoices } from './setting-choices.ts';
import { readSettingsView, type SettingsView, writeSettingsView } from './settings-view-code.ts';

const test = suite('views as payloads');
/** Callback data has 64 bytes; menu, row, column and hash take up to 25 of them. */
const longest = 39;

test('a view of the queue is read as it was written', () => {
  const item = { position: 99_999, mark: itemMark({ itemId: 'u1795390942.12-3' }) };
  for (const mode of ['list', 'edit', 'item', 'remove', 'clear'] as const) {
    for (const locale of ['en', 'ru'] as const) {
      for (const it of [item, null]) {
        const view: QueueView = { mode, locale, page: 12_499, item: it };
        assert.equal(readQueueView(writeQueueView(view)), view);
        assert.ok(Buffer.byteLength(writeQueueView(view)) <= longest);
      }
    }
  }
});

test('anything else is the first page of the list', () => {
  const first = { mode: 'list', locale: 'en', page: 0, item: null };
  for (const payload of ['', 'x', 'len', 'len-1', 'len1.2', 'lfr0', 'len0.1.short', 'len9999999999']) {
    assert.equal(readQueueView(payload), first, payload);
  }
});

test('a mark tells items apart, and has no slash: the menu plugin parts payloads by it', () => {
  const marks = new Set(Array.from({ length: 2_000 }, (_, i) => itemMark({ itemId: `u1.${i}-0` })));
  assert.is(marks.size, 2_000);
  for (const mark of marks) assert.match(mark, /^[\w-]{8}$/);
});

test('a view of the settings is read as it was written', () => {
  for (const setting of [...settingChoices, 'placeholder', null] as const) {
    for (const elsewhere of [null, -1_009_999_999_999]) {
      const view: SettingsView = { locale: 'ru', setting, value: setting === null ? null : 7, elsewhere };
      assert.equal(readSettingsView(writeSettingsView(view)), view);
      assert.ok(Buffer.byteLength(writeSettingsView(view)) <= longest);
    }
  }
  assert.equal(readSettingsView('xx.dance.-1'), { locale: 'en', setting: null, value: null, elsewhere: null });
});

test.run();
