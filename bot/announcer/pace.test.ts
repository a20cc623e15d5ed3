import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createPace } from './pace.ts';
import { createSerial } from './serial.ts';

const test = suite('pace and order of edits');

test('three edits at once, the rest together when the window has passed', async () => {
  let time = 1_000_000;
  const pace = createPace(() => time);
  const edits: boolean[] = [];
  const ask = (mayPost: boolean) =>
    pace.whenDue(1, mayPost, (it) => {
      pace.use(1);
      edits.push(it);
    });
  for (const mayPost of [false, false, false, false, true, false]) ask(mayPost);
  assert.equal(edits, [false, false, false]);
  // Another chat is not held up.
  let other = 0;
  pace.whenDue(2, false, () => {
    other += 1;
  });
  assert.is(other, 1);
  time += 20_000;
  pace.close();
  ask(true);
  assert.equal(edits, [false, false, false, true]);
});

test('what waits is edited later, once, and may post if any of them may', async () => {
  const started = Date.now();
  const pace = createPace(() => started + (Date.now() - started) * 1_000);
  for (let i = 0; i < 3; i += 1) pace.use(1);
  const edits: boolean[] = [];
  pace.whenDue(1, false, (mayPost) => edits.push(mayPost));
  pace.whenDue(1, true, (mayPost) => edits.push(mayPost));
  assert.equal(edits, []);
  pace.close();
  await sleep(30);
  assert.equal(edits, [], 'closed: nothing comes any more');
});

test('work under one key is done in order, a failure does not stop the line', async () => {
  const serial = createSerial();
  const done: string[] = [];
  const slow = serial.run(1, async () => {
    await sleep(20);
    done.push('slow');
    throw new Error('boom');
  });
  const next = serial.run(1, async () => done.push('next'));
  serial.run(2, async () => done.push('other'));
  await slow.then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'boom'),
  );
  await next;
  await serial.idle();
  assert.equal(done, ['other', 'slow', 'next']);
});

test.run();
