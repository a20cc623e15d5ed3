import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EfirEvent, EventBody } from '../../storage/events.ts';
import { defaultSettings, type StreamId } from '../../storage/model.ts';
import { makeItems } from '../fixtures/queue-items.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import type { StoreUnderTest } from './realtime-store.ts';

/** Publishing, following, consuming. */
export function testEventLog(test: Test, { store, other, stream }: StoreUnderTest): void {
  const count = (value: number): EventBody => ({ type: 'listeners.changed', data: { count: value } });
  const countsOf = (events: readonly EfirEvent[]) =>
    events.flatMap((event) => (event.type === 'listeners.changed' ? [event.data.count] : []));

  /** Follows one stream's events into an array until `stop`. */
  function collect(streamId: StreamId, sinceId?: string) {
    const stopping = new AbortController();
    const events: EfirEvent[] = [];
    const following = other().events.follow({ signal: stopping.signal, ...(sinceId !== undefined && { sinceId }) });
    const ended = (async () => {
      for await (const event of following) if (event.streamId === streamId) events.push(event);
    })();
    const stop = () => {
      stopping.abort();
      return ended;
    };
    return { events, stop };
  }

  test('events: a follower gets what is published from its call on, in order, with id and time', async () => {
    const id = stream();
    await store().events.publish(id, count(0));
    const { events, stop } = collect(id);
    // Asked once over the other connection, so that the follower's call is known to have arrived.
    await other().ping();
    const ids = [];
    for (const value of [1, 2, 3]) ids.push(await store().events.publish(id, count(value)));
    await waitFor(() => events.length >= 3, { what: 'three events' });
    await stop();
    assert.equal(countsOf(events), [1, 2, 3]);
    assert.equal(
      events.map((event) => event.id),
      ids,
    );
    assert.is(events[0]?.at, Number(ids[0]?.split('-')[0]));
  });

  test('events: a follower that comes back goes on after what it had', async () => {
    const id = stream();
    const first = await store().events.publish(id, count(1));
    await store().events.publish(id, count(2));
    await store().events.publish(id, count(3));
    const { events, stop } = collect(id, first);
    await waitFor(() => events.length >= 2, { what: 'the events missed' });
    await stop();
    assert.equal(countsOf(events), [2, 3]);
  });

  test('events: operations tell what they changed, repetitions tell nothing', async () => {
    const id = stream();
    const { events, stop } = collect(id);
    await other().ping();
    const run = async () => {
      const { queue, playback, settings } = store();
      await queue.add(id, makeItems(['a', 'b', 'c', 'd']), 'end', 'add');
      await playback.start(id, { sessionId: 's', userId: 7 }, 'start');
      await playback.advance(id, { expectedGeneration: 0, outcome: 'finished', fence: null }, 'take');
      await queue.move(id, { from: 1, to: 2 }, 'move');
      await queue.remove(id, { from: 1, to: 1 }, 'remove');
      await queue.remove(id, { from: 9, to: 9 }, 'nothing');
      await queue.clear(id, 'clear');
      await queue.undo(id, 'undo');
      await queue.offer(id, makeItems(['e']), { place: 'end', perUserLimit: 9, isFair: true }, 'offer');
      await queue.offer(id, makeItems(['f']), { place: 'end', perUserLimit: 1, isFair: true }, 'over the limit');
      await queue.shuffle(id, 'shuffle');
      await queue.removeOf(id, 7, 'remove of');
      await playback.advance(id, { expectedGeneration: 1, outcome: 'finished', fence: null }, 'end');
      await playback.previous(id, { expectedGeneration: 2 }, 'previous');
      await settings.change(id, { patch: { loop: 'queue' }, userId: 7 }, 'settings');
      await settings.change(id, { patch: { loop: 'queue' }, userId: 7 }, 'the same settings');
      await playback.reportState(id, { fence: 1, state: 'live', problem: null, engine: 'tgcalls' });
      await playback.stop(id, { endReason: 'auto-end', detail: 'nobody' }, 'stop');
    };
    await run();
    await run();
    await store().events.publish(id, count(0));
    await waitFor(() => countsOf(events).length > 0, { what: 'the last event' });
    await stop();
    assert.equal(
      events.slice(0, -1).map(({ type, data }) => ({ type, data })),
      [
        { type: 'queue.changed', data: { version: 1, length: 4, change: 'add' } },
        { type: 'stream.started', data: { sessionId: 's', startedBy: 7 } },
        { type: 'queue.changed', data: { version: 2, length: 3, change: 'take' } },
        { type: 'queue.changed', data: { version: 3, length: 3, change: 'move' } },
        { type: 'queue.changed', data: { version: 4, length: 2, change: 'remove' } },
        { type: 'queue.changed', data: { version: 5, length: 0, change: 'clear' } },
        { type: 'queue.changed', data: { version: 6, length: 2, change: 'undo' } },
        { type: 'queue.changed', data: { version: 7, length: 3, change: 'add' } },
        { type: 'queue.changed', data: { version: 8, length: 3, change: 'shuffle' } },
        { type: 'queue.changed', data: { version: 9, length: 0, change: 'remove' } },
        { type: 'queue.changed', data: { version: 10, length: 0, change: 'take' } },
        {
          type: 'settings.changed',
          data: { before: defaultSettings, after: { ...defaultSettings, loop: 'queue' }, changedBy: 7 },
        },
        { type: 'stream.state', data: { state: 'live', problem: null, engine: 'tgcalls' } },
        { type: 'stream.ended', data: { sessionId: 's', endReason: 'auto-end', detail: 'nobody' } },
      ],
    );
  });

  test('events: a signal that is aborted already ends it at once', async () => {
    const seen = [];
    for await (const event of store().events.follow({ sinceId: '0-0', signal: AbortSignal.abort() })) seen.push(event);
    assert.equal(seen, []);
    await store().events.consume('never', () => Promise.resolve(), AbortSignal.abort());
  });

  test('events: consumers of a group share the events, each is handled once', async () => {
    const id = stream();
    const group = `shared${id}`;
    const stopping = new AbortController();
    const handled: number[][] = [[], []];
    const consumers = [store(), other()].map((each, index) =>
      each.events.consume(
        group,
        async (event) => {
          if (event.streamId === id) handled[index]?.push(...countsOf([event]));
        },
        stopping.signal,
      ),
    );
    const values = Array.from({ length: 60 }, (_, index) => index);
    for (const value of values) await store().events.publish(id, count(value));
    await waitFor(() => handled.flat().length >= values.length, { what: 'all events to be handled' });
    stopping.abort();
    await Promise.all(consumers);
    assert.equal(
      handled.flat().sort((a, b) => a - b),
      values,
    );
    for (const part of handled)
      assert.equal(
        part,
        [...part].sort((a, b) => a - b),
      );
  });

  test('events: what a handler throws on is offered again, before what follows', async () => {
    const id = stream();
    const stopping = new AbortController();
    const handled: number[] = [];
    let refusals = 2;
    const consumer = store().events.consume(
      `retry${id}`,
      async (event) => {
        const [value] = event.streamId === id ? countsOf([event]) : [];
        if (value === undefined) return;
        if (value === 1 && refusals-- > 0) throw new Error('not now');
        handled.push(value);
      },
      stopping.signal,
    );
    for (const value of [1, 2]) await store().events.publish(id, count(value));
    await waitFor(() => handled.length >= 2, { what: 'both events' });
    stopping.abort();
    await consumer;
    assert.equal(handled, [1, 2]);
  });

  test('events: what a consumer took and left is handled by the next', async () => {
    const id = stream();
    const group = `left${id}`;
    const first = new AbortController();
    let taken = 0;
    const leaving = store().events.consume(
      group,
      async (event) => {
        if (event.streamId !== id) return;
        taken += 1;
        first.abort();
        // As a process that dies in the middle: never done.
        throw new Error('gone');
      },
      first.signal,
    );
    for (const value of [1, 2, 3]) await store().events.publish(id, count(value));
    await leaving;
    assert.is(taken, 1);
    const second = new AbortController();
    const handled: number[] = [];
    const next = other().events.consume(
      group,
      async (event) => {
        if (event.streamId === id) handled.push(...countsOf([event]));
      },
      second.signal,
    );
    await waitFor(() => handled.length >= 3, { what: 'the events that were left' });
    second.abort();
    await next;
    assert.equal([...handled].sort(), [1, 2, 3]);
  });
}
