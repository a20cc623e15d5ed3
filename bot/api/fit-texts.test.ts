import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fitLines, fitTexts } from './fit-texts.ts';

const test = suite('texts that are too long');

test('what fits stays as it is', () => {
  assert.is(fitLines('a\n<b>b</b>'), 'a\n<b>b</b>');
  const full = `${'x'.repeat(4_000)}\n${'y'.repeat(94)}`;
  assert.is(fitLines(full), full);
});

test('of what does not fit whole lines are left out', () => {
  const line = `<b>${'👨‍👩‍👧'.repeat(70)}</b>`;
  const short = fitLines(Array.from({ length: 20 }, () => line).join('\n'));
  assert.ok(short.length <= 4_096 && short.length > 3_000);
  assert.ok(short.endsWith('</b>\n…'));
});

test('only texts are touched, and only long ones', async () => {
  const sent: unknown[] = [];
  const previous = async (_method: string, payload: unknown) => {
    sent.push(payload);
    return { ok: true, result: true };
  };
  const transform = fitTexts();
  const short = { chat_id: 1, text: 'a' };
  await transform(previous as never, 'sendMessage', short);
  await transform(previous as never, 'getMe', {} as never);
  await transform(previous as never, 'sendMessage', { chat_id: 1, text: `a\n${'b'.repeat(5_000)}` });
  assert.is(sent[0], short);
  assert.equal(sent[1], {});
  assert.equal(sent[2], { chat_id: 1, text: 'a\n…' });
});

test.run();
