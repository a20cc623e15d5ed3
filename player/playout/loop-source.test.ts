import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import {
  createMemorySource,
  type MemorySource,
  numberedPackets,
  numberOf,
} from '../../test/fixtures/numbered-packets.ts';
import { createLoopSource } from './loop-source.ts';
import { resetPacket } from './opus-packet.ts';

const test = suite('loop');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
/** Lets promises that are ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function createOpener(count: number) {
  const opened: MemorySource[] = [];
  return {
    opened,
    open: async () => {
      const source = createMemorySource(numberedPackets(count));
      opened.push(source);
      return source;
    },
  };
}

test('begins again without a gap, with a reset between the rounds', async () => {
  const { open, opened } = createOpener(3);
  const loop = await createLoopSource({ open, log });
  const heard: string[] = [];
  for (let frame = 0; frame < 9; frame += 1) {
    const packet = loop.next();
    heard.push(packet === resetPacket ? 'reset' : String(numberOf(packet)));
    await settle();
  }
  assert.equal(heard, ['0', '1', '2', 'reset', '0', '1', '2', 'reset', '0']);
  assert.is(loop.positionMs, 20);
  await loop.close();
  assert.ok(opened.every(({ isClosed }) => isClosed));
});

test('is late when the next round is not open yet, and goes on then', async () => {
  const { open } = createOpener(1);
  const loop = await createLoopSource({ open, log });
  assert.is(numberOf(loop.next()), 0);
  assert.is(loop.next(), 'late');
  await settle();
  assert.is(loop.next(), resetPacket);
  await loop.close();
});

test('ends when it cannot be opened again, and says why', async () => {
  const { open } = createOpener(1);
  let opens = 0;
  const loop = await createLoopSource({
    open: () => {
      opens += 1;
      return opens === 1 ? open() : Promise.reject(new Error('the file is gone'));
    },
    log,
  });
  loop.next();
  await settle();
  assert.is(loop.next(), 'end');
  assert.is(loop.error?.message, 'the file is gone');
  await settle();
  assert.is(opens, 2, 'it does not try for ever');
  await loop.close();
});

test('a sound without a packet ends instead of spinning', async () => {
  const { open } = createOpener(0);
  const loop = await createLoopSource({ open, log });
  assert.is(loop.next(), 'end');
  await loop.close();
});

test('the first opening’s failure is thrown; a round that opens after closing is closed', async () => {
  const failure = new Error('no such file');
  const error = await createLoopSource({ open: () => Promise.reject(failure), log }).catch((reason) => reason);
  assert.is(error, failure);
  const { open, opened } = createOpener(5);
  const loop = await createLoopSource({ open, log });
  loop.next();
  await loop.close();
  await settle();
  assert.is(opened.length, 2);
  assert.ok(opened.every(({ isClosed }) => isClosed));
});

test('seeks within the present round', async () => {
  const { open } = createOpener(50);
  const loop = await createLoopSource({ open, log });
  await loop.seek(400);
  assert.is(numberOf(loop.next()), 20);
  await loop.close();
});

test.run();
