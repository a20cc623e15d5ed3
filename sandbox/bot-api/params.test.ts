import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createParams } from './params.ts';

const test = suite('params');
const params = (values: Record<string, unknown>) => createParams(new Map(Object.entries(values)));

test('numbers and booleans come as themselves or as text', () => {
  const { integer, boolean } = params({ a: '5', b: -1_001_000_000_001, c: 'true', d: true, e: 'False', f: '1' });
  assert.equal([integer('a'), integer('b'), integer('missing')], [5, -1_001_000_000_001, undefined]);
  assert.equal(
    ['c', 'd', 'e', 'f', 'missing'].map((name) => boolean(name)),
    [true, true, false, true, false],
  );
  assert.throws(() => params({ message_id: 'x' }).integer('message_id'), /invalid message_id specified/);
  assert.throws(() => params({ message_id: 1.5 }).integer('message_id'), /invalid message_id specified/);
});

test('structures come as JSON or as text that holds it', () => {
  assert.equal(params({ a: [1] }).json('a'), [1]);
  assert.equal(params({ a: '[1]' }).json('a'), [1]);
  assert.is(params({ a: '' }).json('a'), undefined);
  assert.throws(() => params({ reply_markup: '{' }).json('reply_markup'), /can't parse reply markup JSON object/);
});

test('an upload is found by its field, or by attach://', () => {
  const upload = { name: 'a.mp3', mime: 'audio/mpeg', bytes: new Uint8Array(1) };
  const given = params({ audio: 'attach://file', file: upload });
  assert.is(given.attached('attach://file'), upload);
  assert.is(given.attached('attach://other'), undefined);
  assert.is(given.attached('file'), undefined);
  assert.is(given.upload('file'), upload);
  assert.is(given.upload('audio'), undefined);
});

test('empty and null count as absent', () => {
  assert.is(params({ a: '' }).text('a'), undefined);
  assert.not(params({ a: null }).has('a'));
  assert.ok(params({ a: '' }).has('a'));
});

test.run();
