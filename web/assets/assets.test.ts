import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { createPanelAssets } from '../admin/panel-assets.ts';
import { createAssets } from './assets.ts';

const test = suite('assets');
let folder = '';

test.before(async () => {
  folder = await makeTemporaryFolder();
});
test.after(() => rm(folder, { recursive: true, force: true }));

test('compressed as the browser likes it, to be kept for ever', async () => {
  const path = join(folder, 'a.js');
  const text = 'export const a = 1;\n'.repeat(500);
  await writeFile(path, text);
  const assets = createAssets({ 'a.js': path });
  const get = async (encoding?: string) => {
    const headers: Record<string, string> = encoding === undefined ? {} : { 'accept-encoding': encoding };
    const answer = await assets.app.request(assets.url('a.js'), { headers });
    return { answer, body: Buffer.from(await answer.arrayBuffer()) };
  };
  const plain = await get();
  assert.is(plain.body.toString(), text);
  assert.is(plain.answer.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.match(plain.answer.headers.get('cache-control') ?? '', 'immutable');
  assert.is(plain.answer.headers.get('content-encoding'), null);
  const brotli = await get('gzip, deflate, br;q=1.0');
  assert.is(brotli.answer.headers.get('content-encoding'), 'br');
  assert.is(brotliDecompressSync(brotli.body).toString(), text);
  assert.ok(brotli.body.length < 200);
  const zipped = await get('gzip');
  assert.is(gunzipSync(zipped.body).toString(), text);
  assert.is(zipped.answer.headers.get('vary'), 'accept-encoding');
});

test('parts are joined in their order', async () => {
  const paths = [join(folder, 'one.css'), join(folder, 'two.css')];
  await Promise.all(paths.map((path, index) => writeFile(path, `.part${index} {}\n`)));
  const assets = createAssets({ 'all.css': paths });
  const answer = await assets.app.request(assets.url('all.css'));
  assert.is(await answer.text(), '.part0 {}\n.part1 {}\n');
});

test('another content is another address; nothing else is served', async () => {
  const path = join(folder, 'b.css');
  await writeFile(path, 'a {}');
  const first = createAssets({ 'b.css': path });
  await writeFile(path, 'b {}');
  const second = createAssets({ 'b.css': path });
  assert.is.not(first.url('b.css'), second.url('b.css'));
  assert.is((await second.app.request(first.url('b.css'))).status, 404);
  for (const name of ['c.css', '..%2Fb.css', 'constructor']) {
    assert.is((await second.app.request(second.url('b.css').replace('b.css', name))).status, 404, name);
  }
  assert.throws(() => second.url('c.css'), 'no asset c.css');
});

test('every file of the panel is there, and its modules find each other', async () => {
  const assets = createPanelAssets();
  const panel = readFileSync(new URL('../admin/static/panel.js', import.meta.url), 'utf8');
  const stream = readFileSync(new URL('../admin/static/stream.js', import.meta.url), 'utf8');
  const imported = [...`${panel}\n${stream}`.matchAll(/(?:from|import) '\.\/([^']+)'/g)].map(([, name]) => name ?? '');
  assert.equal(imported.sort(), ['local-times.js', 'partysocket.js']);
  for (const name of imported) assert.is((await assets.app.request(assets.url(name))).status, 200, name);
});

test.run();
