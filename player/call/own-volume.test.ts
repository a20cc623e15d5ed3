import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createOwnVolume } from './own-volume.ts';

const suite = createSuite('own volume');

/** `answers`: what becomes of each request; afterwards all succeed. */
function stage(percent: number, answers: (Error | Promise<void>)[] = []) {
  const sent: number[] = [];
  const stop = new AbortController();
  const volume = createOwnVolume({
    send: async (units) => {
      sent.push(units);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      await answer;
    },
    percent,
    signal: stop.signal,
    log: pino({ level: 'silent' }),
    retryMs: 5,
  });
  return { volume, sent, stop };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 30));

suite('says nothing when we are as loud as we should be', async () => {
  const { volume, sent } = stage(100);
  volume.onOverview({ volume: null });
  await settle();
  assert.equal(sent, []);
});

suite('brings back what another join had left', async () => {
  const { volume, sent } = stage(100);
  volume.onOverview({ volume: 2_000 });
  await settle();
  assert.equal(sent, [10_000]);
});

suite('waits for the first look, then sets what is wished by then, and every later wish', async () => {
  const { volume, sent } = stage(100);
  volume.set(150);
  await settle();
  assert.equal(sent, []);
  volume.onOverview({ volume: null });
  await settle();
  volume.set(200);
  await settle();
  volume.set(200);
  await settle();
  assert.equal(sent, [15_000, 20_000]);
});

suite('one request at a time, the latest wish last', async () => {
  const gate = Promise.withResolvers<void>();
  const { volume, sent } = stage(50, [gate.promise]);
  volume.onOverview({ volume: null });
  volume.set(60);
  volume.set(70);
  await settle();
  assert.equal(sent, [5_000]);
  gate.resolve();
  await waitFor(() => sent.length === 2, { what: 'the next request' });
  assert.equal(sent, [5_000, 7_000]);
});

suite('asks again after a failure, within bounds, and not once it is over', async () => {
  const failure = new AppError('telegram-refused', 'no');
  const some = stage(50, [failure, failure]);
  some.volume.onOverview({ volume: null });
  await waitFor(() => some.sent.length === 3, { what: 'the third try' });
  const all = stage(
    50,
    Array.from({ length: 100 }, () => failure),
  );
  all.volume.onOverview({ volume: null });
  await waitFor(() => all.sent.length === 5, { what: 'the last try' });
  await settle();
  assert.is(all.sent.length, 5);
  const over = stage(50, [failure]);
  over.volume.onOverview({ volume: null });
  over.stop.abort();
  await settle();
  assert.is(over.sent.length, 1);
});

suite('leaves what an administrator turns by hand, and Telegram at silence, which is ours to make', async () => {
  const { volume, sent } = stage(100);
  volume.onOverview({ volume: null });
  volume.onOverview({ volume: 3_000 });
  volume.set(0);
  await settle();
  assert.equal(sent, []);
});

suite.run();
