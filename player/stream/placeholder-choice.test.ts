import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { Track } from '../../storage/model.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { createPlaceholderChoice } from './placeholder-choice.ts';

const suite = createSuite('placeholder choice');
const { signal } = new AbortController();

function fileOf(trackId: string): AudioFile {
  return { trackId, path: trackId, state: 'complete', error: null, durationMs: 1 };
}

function trackOf(trackId: string): Track {
  return { trackId, title: trackId, performer: null, durationMs: null, source: { type: 'library', path: trackId } };
}

function stage() {
  const asked: string[] = [];
  const broken = new Set<string>();
  let nowMs = 0;
  const choice = createPlaceholderChoice({
    files: {
      open: async ({ trackId }) => {
        asked.push(trackId);
        if (broken.has(trackId)) throw new AppError('source-failed', 'gone');
        return fileOf(trackId);
      },
    },
    installation: fileOf('installation'),
    log: pino({ level: 'silent' }),
    now: () => nowMs,
  });
  return {
    choice,
    asked,
    broken,
    pass: (ms: number) => {
      nowMs += ms;
    },
    opened: async () => (await choice.open(signal)).trackId,
  };
}

suite('is the installation’s until the stream has its own, and again afterwards', async () => {
  const { choice, asked, opened } = stage();
  assert.is(choice.choose(null), false);
  assert.is(await opened(), 'installation');
  assert.is(choice.choose(trackOf('own')), true);
  assert.is(choice.choose(trackOf('own')), false, 'the same again');
  assert.is(await opened(), 'own');
  assert.is(await opened(), 'own');
  assert.equal(asked, ['own', 'own'], 'the cache may drop it between two rounds');
  assert.is(choice.choose(null), true);
  assert.is(await opened(), 'installation');
});

suite('is the installation’s while its own cannot be had, which is tried again later or when another is chosen', async () => {
  const { choice, asked, broken, opened, pass } = stage();
  broken.add('own');
  choice.choose(trackOf('own'));
  assert.is(await opened(), 'installation');
  assert.is(await opened(), 'installation');
  assert.equal(asked, ['own'], 'not at every round');
  choice.choose(trackOf('other'));
  assert.is(await opened(), 'other');
  choice.choose(trackOf('own'));
  assert.is(await opened(), 'installation');
  broken.clear();
  pass(60_000);
  assert.is(await opened(), 'own');
});

suite('does not take an opening that was given up for a failure', async () => {
  const { choice, broken, opened } = stage();
  choice.choose(trackOf('own'));
  broken.add('own');
  try {
    await choice.open(AbortSignal.abort());
    assert.unreachable('it was aborted');
  } catch {
    broken.clear();
  }
  assert.is(await opened(), 'own');
});

suite.run();
