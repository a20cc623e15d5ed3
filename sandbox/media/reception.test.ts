import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { RtcpPacketConverter, RtcpRrPacket, RtcpSourceDescriptionPacket } from 'werift';
import { makeReceivedPacket } from '../../test/fixtures/received-packet.ts';
import { createReception, extendSequence } from './reception.ts';

const suite = describe('reception');

function readBlock(report: Buffer | null) {
  assert.ok(report !== null);
  const [receiver, description] = RtcpPacketConverter.deSerialize(report);
  assert.instance(description, RtcpSourceDescriptionPacket);
  if (!(receiver instanceof RtcpRrPacket)) throw new Error('no receiver report');
  const [block] = receiver.reports;
  if (block === undefined) throw new Error('no block');
  return block;
}

const steady = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) =>
    makeReceivedPacket({
      sequenceNumber: (from + i) & 0xffff,
      timestamp: (from + i) * 960,
      arrivedAtMs: 1000 + (from + i) * 20,
    }),
  );

suite('nothing came: nothing to report', () => {
  const reception = createReception(7);
  assert.is(reception.report(), null);
});

suite('a steady stream has no loss and no jitter, across the wrap-around', () => {
  const reception = createReception(0xdeadbeef);
  for (const packet of steady(10, 65_530)) reception.note(packet);
  const block = readBlock(reception.report());
  assert.is(block.ssrc, 0xdeadbeef);
  assert.is(block.fractionLost, 0);
  assert.is(block.packetsLost, 0);
  assert.is(block.highestSequence, 65_539);
  assert.is(block.jitter, 0);
});

suite('what is lost is told once in the fraction, and stays in the sum', () => {
  const reception = createReception(7);
  for (const packet of steady(20).filter((_, i) => i % 4 !== 1)) reception.note(packet);
  const first = readBlock(reception.report());
  assert.is(first.packetsLost, 5);
  assert.is(first.fractionLost, 64);
  for (const packet of steady(10, 20)) reception.note(packet);
  const second = readBlock(reception.report());
  assert.is(second.packetsLost, 5);
  assert.is(second.fractionLost, 0);
});

suite('a report is made only when something new came', () => {
  const reception = createReception(7);
  for (const packet of steady(3)) reception.note(packet);
  assert.ok(reception.report());
  assert.is(reception.report(), null);
});

suite('late packets make jitter', () => {
  const reception = createReception(7);
  for (const [i, packet] of steady(50).entries()) {
    reception.note({ ...packet, arrivedAtMs: packet.arrivedAtMs + (i % 2) * 10 });
  }
  const { jitter } = readBlock(reception.report());
  assert.ok(jitter > 300 && jitter < 500, String(jitter));
});

suite('sequence numbers go on beyond 16 bits, in both directions', () => {
  assert.is(extendSequence(2, 65_534), 65_538);
  assert.is(extendSequence(65_534, 65_538), 65_534);
  assert.is(extendSequence(5, 5), 5);
});

suite.run();
