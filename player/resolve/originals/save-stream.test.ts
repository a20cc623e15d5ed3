import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { EgressError, refusalOf } from '../../egress/egress-error.ts';
import { createKeyedLocks } from './keyed-locks.ts';
import { saveStream } from './save-stream.ts';

const test = suite<{ dir: string }>('save stream');

const never = new AbortController().signal;

test.before(async (context) => {
  context.dir = await mkdtemp(join(tmpdir(), 'efir-save-'));
});

test.after(({ dir }) => rm(dir, { recursive: true }));

async function* pieces(count: number, end?: 'hang' | Error) {
  for (let n = 0; n < count; n++) yield Buffer.alloc(1_000, n);
  if (end === 'hang') await new Promise(() => undefined);
  if (end instanceof Error) throw end;
}

test('writes everything and counts it', async ({ dir }) => {
  assert.is(await saveStream(pieces(5), join(dir, 'a'), { maxBytes: 5_000, signal: never }), 5_000);
  assert.is((await readFile(join(dir, 'a')))[4_999], 4);
});

test('stops at the limit, at a stall, at the signal, and passes refusals on', async ({ dir }) => {
  const errorOf = (name: string, source: AsyncIterable<Buffer>, options = {}) =>
    saveStream(source, join(dir, name), { maxBytes: 2 ** 20, signal: never, ...options }).catch((error) => error);
  assert.equal(refusalOf(await errorOf('b', pieces(2_000))), { code: 'too-large', limitMb: 1 });
  assert.equal(refusalOf(await errorOf('c', pieces(2, 'hang'), { idleMs: 50 })), { code: 'too-long-to-answer' });
  const html = new EgressError({ code: 'url-html' });
  assert.equal(refusalOf(await errorOf('d', pieces(1, html))), { code: 'url-html' });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const error: unknown = await errorOf('e', pieces(2, 'hang'), { signal: controller.signal });
  assert.is(error instanceof AppError && error.code, 'aborted');
});

test('never writes over a file', async ({ dir }) => {
  await saveStream(pieces(1), join(dir, 'f'), { maxBytes: 5_000, signal: never });
  const error: unknown = await saveStream(pieces(2), join(dir, 'f'), { maxBytes: 5_000, signal: never }).catch(
    (e) => e,
  );
  assert.ok(error instanceof Error && 'code' in error && error.code === 'EEXIST');
});

test('locks: one at a time for a key, others side by side, a failure harms nobody', async () => {
  const locks = createKeyedLocks();
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = locks.run('a', async () => {
    await gate.promise;
    order.push('a1');
    throw new Error('broken');
  });
  const second = locks.run('a', async () => void order.push('a2'));
  await locks.run('b', async () => void order.push('b'));
  gate.resolve();
  assert.is((await first.catch((error: Error) => error.message)) as unknown, 'broken');
  await second;
  assert.equal(order, ['b', 'a1', 'a2']);
});

test.run();
