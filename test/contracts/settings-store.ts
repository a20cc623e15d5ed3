import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultSettings, type StreamSettings } from '../../storage/model.ts';
import { makeItem } from '../fixtures/queue-items.ts';
import { rejection } from '../fixtures/rejection.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Settings of streams. */
export function testSettingsStore(test: Test, { store, other, stream }: StoreUnderTest): void {
  const all: StreamSettings = {
    whoMayAdd: 'operators',
    itemsPerUser: 3,
    voteSharePercent: 100,
    isFair: true,
    loop: 'queue',
    volumePercent: 0,
    placeholder: makeItem('Щука "<b>"').track,
    language: 'ru',
    deletesConfirmations: true,
    isAutoEndOn: false,
    autoEndMinutes: 90,
    pausesWhenEmpty: true,
  };

  test('settings: a stream that nobody set has the defaults', async () => {
    assert.equal(await store().settings.read(stream()), defaultSettings);
  });

  test('settings: a change changes what it names, and tells before and after', async () => {
    const id = stream();
    const first = await store().settings.change(id, { patch: { volumePercent: 150 }, userId: 7 }, 'one');
    assert.equal(first, { before: defaultSettings, after: { ...defaultSettings, volumePercent: 150 } });
    const second = await other().settings.change(id, { patch: all, userId: 7 }, 'two');
    assert.equal(second, { before: first.after, after: all });
    assert.equal(await store().settings.read(id), all);
    await store().settings.change(id, { patch: { placeholder: null, itemsPerUser: null }, userId: 7 }, 'three');
    assert.equal(await other().settings.read(id), { ...all, placeholder: null, itemsPerUser: null });
    assert.equal(await store().settings.read(stream()), defaultSettings, 'no other stream');
  });

  test('settings: a late repetition gives the first result and undoes nothing', async () => {
    const id = stream();
    const first = await store().settings.change(id, { patch: { loop: 'track' }, userId: 7 }, 'same');
    await store().settings.change(id, { patch: { loop: 'queue' }, userId: 7 }, 'then');
    assert.equal(await other().settings.change(id, { patch: { loop: 'track' }, userId: 7 }, 'same'), first);
    assert.is((await store().settings.read(id)).loop, 'queue');
  });

  test('settings: two people change different things at once', async () => {
    const id = stream();
    await Promise.all([
      store().settings.change(id, { patch: { loop: 'track' }, userId: 7 }, 'one'),
      other().settings.change(id, { patch: { isFair: true }, userId: 8 }, 'two'),
    ]);
    assert.equal(await store().settings.read(id), { ...defaultSettings, loop: 'track', isFair: true });
  });

  test('settings: what a setting may not be is refused, and nothing is changed', async () => {
    const id = stream();
    const patches: Partial<StreamSettings>[] = [
      { volumePercent: 201 },
      { volumePercent: Number.NaN },
      { voteSharePercent: 0 },
      { itemsPerUser: 0 },
      { isFair: true, loop: 'everything' as 'queue' },
    ];
    for (const patch of patches) {
      assert.is((await rejection(store().settings.change(id, { patch, userId: 7 }, 'bad'))).code, 'internal');
    }
    assert.equal(await store().settings.read(id), defaultSettings);
  });
}
