import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeReceivedPacket } from '../../test/fixtures/received-packet.ts';
import { createRoom } from './room.ts';

const suite = describe('room');

suite('every ear hears, until it goes', () => {
  const room = createRoom();
  const heard: number[] = [];
  const remove = room.add({ heard: ({ sequenceNumber }) => heard.push(sequenceNumber) });
  room.take(makeReceivedPacket({ sequenceNumber: 1 }));
  remove();
  room.take(makeReceivedPacket({ sequenceNumber: 2 }));
  assert.equal(heard, [1]);
  assert.is(room.packets, 2);
});

suite('no level, or level 127, is counted but heard by nobody', () => {
  const room = createRoom();
  const refused: (number | null)[] = [];
  room.add({ heard: () => assert.unreachable(), refused: ({ audioLevel }) => refused.push(audioLevel) });
  for (const audioLevel of [null, 127]) room.take(makeReceivedPacket({ audioLevel }));
  assert.equal(refused, [null, 127]);
  assert.is(room.packets, 2);
  assert.equal(room.recent(), []);
});

suite('keeps the last 200 ms', () => {
  const room = createRoom();
  for (let i = 0; i < 25; i++) room.take(makeReceivedPacket({ sequenceNumber: i }));
  const numbers = room.recent().map(({ sequenceNumber }) => sequenceNumber);
  assert.equal(numbers, [15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
});

suite.run();
