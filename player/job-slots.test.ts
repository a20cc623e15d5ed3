import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../errors.ts';
import { createJobSlots } from './job-slots.ts';

const test = suite('job slots');

const never = new AbortController().signal;

test('gives places in the order of asking, never more than there are', async () => {
  const slots = createJobSlots(2);
  const order: number[] = [];
  const releases = await Promise.all([slots.acquire(never), slots.acquire(never)]);
  const waiting = [1, 2, 3].map(async (name) => {
    const release = await slots.acquire(never);
    order.push(name);
    return release;
  });
  await new Promise(setImmediate);
  assert.equal(order, []);
  releases[0]?.();
  await waiting[0];
  assert.equal(order, [1]);
  releases[1]?.();
  (await waiting[0])?.();
  await Promise.all(waiting);
  assert.equal(order, [1, 2, 3]);
});

test('who gives up leaves the line, and takes no place', async () => {
  const slots = createJobSlots(1);
  const release = await slots.acquire(never);
  const controller = new AbortController();
  const given = slots.acquire(controller.signal).catch((error) => error);
  const next = slots.acquire(never);
  controller.abort();
  assert.ok((await given) instanceof AppError);
  release();
  (await next)();
  (await slots.acquire(never))();
  const late = await slots.acquire(controller.signal).catch((error) => error);
  assert.is(late instanceof AppError && late.code, 'aborted');
});

test.run();
