import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createClient } from './client.ts';
import { createFrames } from './frames.ts';

const suite = describe('a client of the WebSocket');

/** A client whose messages are kept; nothing happens to the streams. */
function openClient() {
  const said: { readonly type: string; readonly id?: string }[] = [];
  const socket = { bufferedAmount: 0, send: (frame: Buffer) => said.push(JSON.parse(frame.toString())) };
  const snapshot = { seq: 1, at: 1, isFresh: true, totals: {}, streams: [] };
  const client = createClient({
    socket,
    connection: { cork: () => undefined, uncork: () => undefined },
    watcher: { view: 'staff' },
    state: { snapshot: () => snapshot, eventsAfter: () => null },
    frames: createFrames(),
    onDrop: () => undefined,
  } as unknown as Parameters<typeof createClient>[0]);
  const subscribe = (id?: string) => {
    client.read(JSON.stringify({ type: 'subscribe', events: ['*'], ...(id === undefined ? {} : { id }) }));
    return said.findLast(({ type }) => type === 'subscribed')?.id;
  };
  return { client, said, subscribe };
}

suite('a name that it is given is none that it uses', () => {
  const { client, said, subscribe } = openClient();
  assert.is(subscribe(), '#1');
  assert.is(subscribe('#3'), '#3');
  const given = [subscribe(), subscribe()];
  assert.not.ok(given.includes('#3'), given.join());
  for (const id of ['#1', '#3', ...given]) client.read(JSON.stringify({ type: 'unsubscribe', id }));
  assert.not.ok(
    said.some(({ type }) => type === 'error'),
    'there were all of them',
  );
});

suite.run();
