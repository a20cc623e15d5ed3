import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { NoteStore } from '../../storage/store.ts';
import { createAlbumMemory } from './album-memory.ts';

const test = suite('album memory');
const log = pino({ level: 'silent' });

/** Notes that are only a map, as this is about what is kept and not about where. */
function stage() {
  const kept = new Map<string, unknown>();
  const notes: NoteStore = {
    get: async <T>(streamId: number, name: string) => (kept.get(`${streamId}.${name}`) as T | undefined) ?? null,
    set: async (streamId, name, value) => void kept.set(`${streamId}.${name}`, structuredClone(value)),
    remove: async (streamId, name) => void kept.delete(`${streamId}.${name}`),
  };
  let shiftMs = 0;
  const open = () => createAlbumMemory({ notes, log, now: () => Date.now() + shiftMs });
  return {
    kept,
    open,
    pass: (ms: number) => {
      shiftMs += ms;
    },
  };
}
const item = (title: string) =>
  ({
    type: 'source',
    source: { type: 'library', path: title },
    title,
    performer: null,
    durationMs: null,
  }) as const;
const names = (items: readonly { readonly title: string | null }[]) => items.map(({ title }) => title);

test('what was seen, in the order of its messages, each once', async () => {
  const albums = stage().open();
  albums.notice(-1, 'a', 12, item('second'));
  albums.notice(-1, 'a', 11, item('first'));
  albums.notice(-1, 'a', 12, item('second'));
  albums.notice(-1, 'b', 13, item('other'));
  albums.notice(-2, 'a', 14, item('elsewhere'));
  assert.equal(names(await albums.read(-1, 'a')), ['first', 'second']);
  assert.equal(names(await albums.read(-1, 'c')), []);
  await albums.close();
});

test('another process knows what was seen, and adds what it sees itself', async () => {
  const { open } = stage();
  const first = open();
  first.notice(-1, 'a', 11, item('first'));
  await first.close();
  const second = open();
  assert.equal(names(await second.read(-1, 'a')), ['first']);
  second.notice(-1, 'a', 12, item('second'));
  assert.equal(names(await second.read(-1, 'a')), ['first', 'second']);
  await second.close();
});

test('the messages of an album are written down together', async () => {
  const { open, kept } = stage();
  const albums = open();
  for (let i = 0; i < 10; i++) albums.notice(-1, 'a', i, item(`t${i}`));
  assert.is(kept.size, 0);
  while (kept.size === 0) await sleep(20);
  assert.is((kept.get('-1.albums') as readonly { items: unknown[] }[])[0]?.items.length, 10);
  await albums.close();
});

test('five albums of a chat are kept, and those of yesterday are not', async () => {
  const { open, kept, pass } = stage();
  const first = open();
  for (let i = 0; i < 8; i++) first.notice(-1, `g${i}`, i, item(`t${i}`));
  await first.close();
  assert.equal(
    (kept.get('-1.albums') as readonly { albumId: string }[]).map(({ albumId }) => albumId),
    ['g7', 'g6', 'g5', 'g4', 'g3'],
  );
  pass(25 * 60 * 60_000);
  const second = open();
  second.notice(-1, 'new', 99, item('new'));
  await second.close();
  assert.equal(
    (kept.get('-1.albums') as readonly { albumId: string }[]).map(({ albumId }) => albumId),
    ['new'],
  );
});

test.run();
