import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { listLibrary, openLibraryFile } from './library.ts';

const test = suite<{ root: string; media: string }>('library');

test.before(async (context) => {
  context.root = await mkdtemp(join(tmpdir(), 'efir-library-'));
  context.media = join(context.root, 'media');
  await mkdir(join(context.media, 'jazz/.hidden'), { recursive: true });
  await mkdir(join(context.root, 'outside'));
  for (const path of [
    'media/a.mp3',
    'media/jazz/b.FLAC',
    'media/notes.txt',
    'media/.c.mp3',
    'media/jazz/.hidden/d.mp3',
    'outside/e.mp3',
  ]) {
    await writeFile(join(context.root, path), 'sound');
  }
  await symlink(join(context.root, 'outside/e.mp3'), join(context.media, 'link.mp3'));
  await symlink(join(context.root, 'outside'), join(context.media, 'out'));
  await symlink(join(context.media, 'a.mp3'), join(context.media, 'inner.mp3'));
  await symlink('loop.mp3', join(context.media, 'loop.mp3'));
});

test.after(({ root }) => rm(root, { recursive: true }));

test('lists audio and video files, hidden ones left out', async ({ media }) => {
  assert.equal(await listLibrary(media), ['a.mp3', 'inner.mp3', 'jazz/b.FLAC', 'link.mp3', 'loop.mp3']);
});

test('a folder that is not there is an empty library', async ({ root }) => {
  assert.equal(await listLibrary(join(root, 'nowhere')), []);
  assert.is(await openLibraryFile(join(root, 'nowhere'), 'a.mp3'), null);
});

test('opens what is inside, also through a link that stays inside', async ({ media }) => {
  const file = await openLibraryFile(media, 'jazz/b.FLAC');
  assert.equal([file?.relativePath, file?.sizeBytes], ['jazz/b.FLAC', 5]);
  assert.ok((await openLibraryFile(media, 'inner.mp3'))?.path.endsWith('a.mp3'));
});

test('never opens what is outside, no file, or impossible', async ({ media, root }) => {
  for (const path of [
    '../outside/e.mp3',
    'jazz/../../outside/e.mp3',
    join(root, 'outside/e.mp3'),
    'link.mp3',
    'out/e.mp3',
    '/etc/passwd',
    'jazz',
    '',
    '.',
    'loop.mp3',
    'missing.mp3',
    'a.mp3/b.mp3',
    'a\0.mp3',
    'x'.repeat(5_000),
  ]) {
    assert.is(await openLibraryFile(media, path), null, path.slice(0, 50));
  }
});

test.run();
