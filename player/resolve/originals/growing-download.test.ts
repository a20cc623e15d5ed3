import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createGrowingDownload, type GrowingDownload } from './growing-download.ts';
import { isStreamable } from './is-streamable.ts';

const test = suite<{ dir: string; path: string; download: GrowingDownload }>('a download that is followed');
const never = new AbortController().signal;

test.before.each(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-growing-'));
  context.path = join(context.dir, 'a.part');
  await writeFile(context.path, '');
  context.download = createGrowingDownload(context.path, 9);
});
test.after.each(({ dir }) => rm(dir, { recursive: true }));

/** Writes as a download does. */
function createWriter({ path, download }: { path: string; download: GrowingDownload }) {
  let size = 0;
  return async (text: string) => {
    await appendFile(path, text);
    size += text.length;
    download.grow(size);
  };
}

async function readAll(download: GrowingDownload, onPiece: (text: string) => unknown = () => undefined) {
  let text = '';
  for await (const piece of download.read(never)) {
    text += Buffer.from(piece).toString();
    await onPiece(text);
  }
  return text;
}

test('its bytes come as they are written, also when the file gets its final name meanwhile', async (context) => {
  const { dir, path, download } = context;
  const write = createWriter(context);
  await write('one');
  const text = await readAll(download, async (soFar) => {
    if (soFar === 'one') await write('two');
    if (soFar === 'onetwo') {
      await rename(path, join(dir, 'a'));
      download.end();
    }
  });
  assert.is(text, 'onetwo');
});

test('who waits for so many bytes hears when they are there, or will not be', async (context) => {
  const write = createWriter(context);
  const enough = context.download.has(4, never);
  const tooMany = context.download.has(99, never);
  await write('four');
  assert.is(await enough, true);
  context.download.end();
  assert.is(await tooMany, false);
});

test('a download that breaks off is an error to its readers, after what is there', async (context) => {
  const { download } = context;
  await createWriter(context)('one');
  let seen = '';
  const reading = readAll(download, (text) => {
    seen = text;
    download.end(new Error('reset'));
  });
  const error = await reading.catch((thrown: unknown) => thrown);
  assert.is(error instanceof AppError && error.code, 'source-failed');
  assert.is(seen, 'one');
});

test('a reader may leave', async ({ download }) => {
  const leaving = new AbortController();
  const waiting = download.has(1, leaving.signal).catch((error: unknown) => error instanceof AppError && error.code);
  leaving.abort();
  assert.is(await waiting, 'aborted');
});

test('what can be decoded from its beginning, and what has to be whole', () => {
  const box = (type: string, size = 16) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32BE(size);
    bytes.write(type, 4, 'latin1');
    return bytes;
  };
  for (const head of ['ID3\x04', 'fLaC', 'OggS', 'RIFF', '\xff\xfb\x90\x00', '\x1a\x45\xdf\xa3']) {
    assert.is(isStreamable(Buffer.from(head, 'latin1')), true, JSON.stringify(head));
  }
  assert.is(isStreamable(Buffer.concat([box('ftyp'), box('free'), box('moov')])), true);
  assert.is(isStreamable(Buffer.concat([box('ftyp'), box('mdat', 4_096)])), false, 'its index comes last');
  assert.is(isStreamable(Buffer.from('<!doctype html>')), false);
  assert.is(isStreamable(Buffer.alloc(0)), false);
});

test.run();
