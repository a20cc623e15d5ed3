import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultSettings } from '../../storage/model.ts';
import type { RemovedTrack } from '../../storage/removed-tracks.ts';
import { makeItem } from '../fixtures/queue-items.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Deleted streams and tracks; what is to be written down. */
export function testForgetting(test: Test, { store, other, stream }: StoreUnderTest): void {
  test('forget: the stream is off, and nothing of it is left but its counters', async () => {
    const streamId = stream();
    const { queue, playback, settings, notes } = store();
    await queue.add(streamId, [makeItem('a'), makeItem('b')], 'end', 'add');
    await playback.start(streamId, { sessionId: 's1', userId: 1 }, 'start');
    await playback.advance(streamId, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'advance');
    await settings.change(streamId, { patch: { volumePercent: 50 }, userId: 1 }, 'settings');
    await notes.set(streamId, 'card', 5);
    const { version } = await queue.read(streamId);
    const events: string[] = [];
    const stopping = new AbortController();
    const following = (async () => {
      for await (const event of other().events.follow({ signal: stopping.signal })) {
        if (event.streamId === streamId) events.push(JSON.stringify([event.type, event.data]));
        if (event.type === 'stream.stalled') stopping.abort();
      }
    })();
    assert.is(await store().forget(streamId, 'forget'), 's1');
    assert.is(await other().forget(streamId, 'forget'), 's1', 'once more: the first result');
    await store().events.publish(streamId, { type: 'stream.stalled', data: { failedInRow: 0 } });
    await following;
    const ended = ['stream.ended', { sessionId: 's1', endReason: 'manual', detail: null }];
    assert.equal(events, [JSON.stringify(ended), JSON.stringify(['stream.stalled', { failedInRow: 0 }])]);
    const left = await playback.read(streamId);
    assert.equal([left.isOn, left.sessionId, left.current, left.positionMs], [false, null, null, 0]);
    assert.ok(left.generation > 1);
    const emptied = await queue.read(streamId);
    assert.equal(emptied.items, []);
    assert.ok(emptied.version > version);
    assert.equal(await settings.read(streamId), defaultSettings);
    assert.equal(await playback.history(streamId, 5), []);
    assert.is(await notes.get(streamId, 'card'), null);
    assert.not.ok((await playback.listOn()).includes(streamId));
    assert.is(await store().forget(streamId, 'another'), null, 'it is off');
    await queue.add(streamId, [makeItem('a')], 'end', 'anew');
    assert.is((await queue.read(streamId)).length, 1);
  });

  test('removed tracks: a player hears of all, also those before it began', async () => {
    const removed = (name: string): RemovedTrack => ({
      trackId: name,
      source: { type: 'library', path: name },
      removedAt: 5,
    });
    await store().removedTracks.tell(removed('before'));
    const stopping = new AbortController();
    const heard: RemovedTrack[] = [];
    const following = (async () => {
      for await (const track of other().removedTracks.follow(stopping.signal)) {
        heard.push(track);
        if (track.trackId === 'after') stopping.abort();
      }
    })();
    await store().removedTracks.tell(removed('after'));
    await following;
    assert.equal(heard, [removed('before'), removed('after')]);
  });

  test('intents: they stand until they are removed; the oldest first', async () => {
    const streamId = stream();
    const intent = (operation: string, at: number) =>
      ({ streamId, operation, action: 'queue.move', kind: 'move', at, body: { from: 4 } }) as const;
    await store().intents.put(intent('two', 2_000));
    await store().intents.put(intent('one', 1_000));
    await store().intents.put({ ...intent('one', 1_000), body: 'anew' });
    await store().intents.put(intent('late', 3_000));
    assert.equal(await other().intents.list(3_000), [{ ...intent('one', 1_000), body: 'anew' }, intent('two', 2_000)]);
    for (const operation of ['one', 'two', 'late', 'never was']) await other().intents.remove(intent(operation, 0));
    assert.equal(await store().intents.list(Number.MAX_SAFE_INTEGER), []);
  });

  test('intents: the stream remembers what became of an operation, also of a very large one', async () => {
    const streamId = stream();
    const items = Array.from({ length: 150 }, (_, index) => makeItem(`i${index}`));
    await store().queue.add(streamId, items, 'end', 'add');
    const moved = await store().queue.move(streamId, { from: 4, to: 2 }, 'move');
    const of = (kind: string, operation: string) => other().intents.resultOf({ streamId, kind, operation });
    assert.equal(await of('move', 'move'), moved);
    const { version } = (await store().queue.clear(streamId, 'clear')) as { readonly version: number };
    assert.equal(await of('clear', 'clear'), { type: 'done', items: [], length: 0, version });
    assert.is(await of('move', 'never was'), undefined);
  });
}
