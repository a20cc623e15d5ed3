import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createFaults } from '../fault-registry.ts';
import type { Faults } from '../faults.ts';
import { createSpoiler, type Spoiler } from './participants-spoiler.ts';

interface Context {
  faults: Faults;
  spoiler: Spoiler;
  sent: string[];
}

const test = suite<Context>('participants-spoiler');

test.before.each((context) => {
  context.faults = createFaults();
  context.spoiler = createSpoiler(context.faults, { delayMs: 60, heldAtMostMs: 90 });
  context.sent = [];
});
test.after.each(({ spoiler }) => spoiler.close());

const pass = ({ spoiler, sent }: Context, name: string, line = 'a', chatId = -1) =>
  spoiler.pass(line, chatId, () => sent.push(name));

test('without faults everything goes at once', (context) => {
  pass(context, '1');
  pass(context, '2');
  assert.equal(context.sent, ['1', '2']);
});

test('as many are lost as the fault counts, and only of its chat', (context) => {
  context.faults.add({ kind: 'participants-updates-lost', chatId: -1, count: 2 });
  pass(context, 'elsewhere', 'b', -2);
  for (const name of ['1', '2', '3']) pass(context, name);
  assert.equal(context.sent, ['elsewhere', '3']);
});

test('a reordered one goes after the next of its own line', (context) => {
  context.faults.add({ kind: 'participants-updates-reordered', count: 1 });
  pass(context, '1');
  pass(context, 'other', 'b');
  assert.equal(context.sent, ['other']);
  pass(context, '2');
  assert.equal(context.sent, ['other', '2', '1']);
});

test('with every update reordered they go in swapped pairs', (context) => {
  context.faults.add({ kind: 'participants-updates-reordered', seconds: 60 });
  for (const name of ['1', '2', '3', '4']) pass(context, name);
  assert.equal(context.sent, ['2', '1', '4', '3']);
});

test('a reordered one that no other follows goes by itself', async (context) => {
  context.faults.add({ kind: 'participants-updates-reordered', count: 1 });
  pass(context, '1');
  assert.equal(context.sent, []);
  await waitFor(() => context.sent.length > 0, { what: 'the update that was held' });
  assert.equal(context.sent, ['1']);
});

test('a delayed one comes later, behind those that were sent meanwhile', async (context) => {
  context.faults.add({ kind: 'participants-updates-delayed', count: 1 });
  pass(context, '1');
  pass(context, '2');
  assert.equal(context.sent, ['2']);
  await waitFor(() => context.sent.length > 1, { what: 'the delayed update' });
  assert.equal(context.sent, ['2', '1']);
});

test('after closing nothing more is sent', async (context) => {
  context.faults.add({ kind: 'participants-updates-delayed', count: 1 });
  pass(context, '1');
  context.spoiler.close();
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(context.sent, []);
});

test.run();
