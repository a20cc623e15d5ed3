import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { QueueItem } from '../../storage/model.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { createPreparer } from './preparer.ts';

const suite = createSuite('preparer');

function itemOf(itemId: string, type: 'library' | 'live' = 'library'): QueueItem {
  const source = type === 'live' ? ({ type, url: 'http://radio.example' } as const) : ({ type, path: itemId } as const);
  const track = { trackId: itemId, title: itemId, performer: null, durationMs: null, source };
  return { itemId, track, addedBy: { id: 1, name: 'x' }, addedAt: 0 };
}

const items = (names: string) => [...names].map((name) => itemOf(name));

/** Tracks whose name is a capital letter cannot be prepared, until they are mended. */
function stage() {
  const asked: string[] = [];
  const stopped: string[] = [];
  const mended = new Set<string>();
  const stop = new AbortController();
  let nowMs = 0;
  let news = 0;
  const preparer = createPreparer({
    files: {
      prepare: async ({ trackId }, signal): Promise<AudioFile> => {
        asked.push(trackId);
        signal.addEventListener('abort', () => stopped.push(trackId));
        const isBroken = trackId !== trackId.toLowerCase() && !mended.has(trackId);
        if (isBroken) throw new AppError('ingest-failed', trackId);
        return { trackId, path: trackId, state: 'complete', error: null, durationMs: 1 };
      },
    },
    onNews: () => {
      news += 1;
    },
    signal: stop.signal,
    log: pino({ level: 'silent' }),
    waitsMs: [1, 1],
    now: () => nowMs,
  });
  return {
    preparer,
    asked,
    stopped,
    mended,
    stop,
    news: () => news,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

suite('prepares the next two, each once', async () => {
  const { preparer, asked, news } = stage();
  preparer.expect(items('abc'), null);
  preparer.expect(items('abc'), null);
  await waitFor(() => news() === 2, { what: 'both' });
  assert.equal(asked, ['a', 'b']);
  preparer.expect(items('bc'), itemOf('a'));
  await waitFor(() => news() === 3, { what: 'the next one' });
  assert.equal(asked, ['a', 'b', 'c']);
});

suite('looks behind those that fail, after two more tries', async () => {
  const { preparer, asked, news } = stage();
  const [a, broken] = [itemOf('a'), itemOf('B')];
  const upcoming = [a, broken, ...items('cd')];
  preparer.expect(upcoming, null);
  await waitFor(() => news() === 2, { what: 'the failure' });
  assert.is(asked.filter((name) => name === 'B').length, 3);
  assert.is(preparer.failureOf(broken)?.message, 'B');
  assert.is(preparer.failureOf(a), null);
  preparer.expect(upcoming, null);
  await waitFor(() => news() === 3, { what: 'the one behind it' });
  assert.is(asked.at(-1), 'c');
});

suite('tries a failure anew after a while, and forgets one that is very old', async () => {
  const { preparer, mended, news, pass } = stage();
  const broken = itemOf('A');
  preparer.expect([broken], null);
  await waitFor(() => news() === 1, { what: 'the failure' });
  mended.add('A');
  preparer.expect([broken], null);
  assert.is.not(preparer.failureOf(broken), null);
  pass(20_000);
  preparer.expect([broken], null);
  await waitFor(() => preparer.failureOf(broken) === null, { what: 'the success' });

  const other = itemOf('Z');
  preparer.expect([other], null);
  await waitFor(() => preparer.failureOf(other) !== null, { what: 'the other failure' });
  pass(60_000);
  assert.is(preparer.failureOf(other), null);
});

suite('stops preparing what is no longer expected, but not what plays now', () => {
  const { preparer, stopped } = stage();
  preparer.expect(items('ab'), null);
  preparer.expect(items('c'), itemOf('a'));
  assert.equal(stopped, ['b']);
});

suite('tries again at once what somebody wants to be tried', async () => {
  const { preparer, mended, asked, news } = stage();
  const broken = itemOf('A');
  preparer.expect([broken], null);
  await waitFor(() => news() === 1, { what: 'the failure' });
  mended.add('A');
  preparer.forgetFailures();
  assert.is(preparer.failureOf(broken), null);
  preparer.expect([broken], null);
  await waitFor(() => news() === 2, { what: 'the success' });
  assert.is(asked.length, 4);
});

suite('knows no failure of what it was not asked for, nor after it was stopped', async () => {
  const { preparer, stop, news, asked } = stage();
  assert.is(preparer.failureOf(itemOf('A')), null);
  preparer.expect(items('A'), null);
  stop.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.is(news(), 0);
  assert.is(asked.length, 1);
});

suite('leaves live sound alone', () => {
  const { preparer, asked } = stage();
  preparer.expect([itemOf('r', 'live'), ...items('ab')], null);
  assert.equal(asked, ['a']);
});

suite.run();
