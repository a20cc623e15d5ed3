import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { pingLine } from './keep-alive.ts';

const suite = createSuite('keep alive');
const { signal } = new AbortController();

/** A client whose line behaves as `send` does; counts how often it was cut. */
function clientWith(send: () => Promise<unknown>, lastReceivedAt: number) {
  let cuts = 0;
  const client = {
    _sender: {
      send,
      reconnect: () => {
        cuts += 1;
      },
    },
    _lastReceivedAt: lastReceivedAt,
  };
  return { client, cuts: () => cuts };
}

const never = () => new Promise<unknown>(() => undefined);

suite('leaves a line alone that answers', async () => {
  const { client, cuts } = clientWith(async () => ({}), 0);
  await pingLine(client, signal, 50);
  assert.is(cuts(), 0);
});

suite('cuts a line that gives no sign of life', async () => {
  const { client, cuts } = clientWith(never, Date.now() - 60_000);
  await pingLine(client, signal, 50);
  assert.is(cuts(), 1);
});

suite('waits on when data flows though the answer does not come', async () => {
  const { client, cuts } = clientWith(never, Date.now() + 60_000);
  await pingLine(client, signal, 50);
  assert.is(cuts(), 0);
});

suite('ends at once when stopped, and when the line broke by itself', async () => {
  const stop = new AbortController();
  const waiting = clientWith(never, 0);
  const pinging = pingLine(waiting.client, stop.signal, 60_000);
  stop.abort();
  await pinging;
  assert.is(waiting.cuts(), 0);
  const broken = clientWith(() => Promise.reject(new Error('line broken')), 0);
  await pingLine(broken.client, signal, 60_000);
  assert.is(broken.cuts(), 0);
});

suite.run();
