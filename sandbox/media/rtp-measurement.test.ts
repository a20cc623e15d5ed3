import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeReceivedPacket } from '../../test/fixtures/received-packet.ts';
import type { ReceivedPacket } from './received-packet.ts';
import { createRtpMeasurement } from './rtp-measurement.ts';

const suite = describe('rtp-measurement');

const stream = (count: number, ssrc = 1): ReceivedPacket[] =>
  Array.from({ length: count }, (_, i) =>
    makeReceivedPacket({
      ssrc,
      sequenceNumber: (65_530 + i) & 0xffff,
      timestamp: (0xffff_fc00 + i * 960) >>> 0,
      arrivedAtMs: i * 20,
    }),
  );

function measure(packets: readonly ReceivedPacket[]) {
  const measurement = createRtpMeasurement();
  for (const packet of packets) measurement.forwarded(packet);
  return measurement.finish();
}

suite('a steady stream is gapless, across the wrap-around', () => {
  assert.equal(measure(stream(100)), {
    packets: 100,
    lost: 0,
    gapsMs: [],
    interArrivalMs: { p50: 20, p99: 20, max: 20 },
    payloadType: 111,
    ssrcs: [1],
    audioLevelExt: true,
  });
});

suite('packets that never came are a gap of their length', () => {
  const report = measure(stream(50).filter((_, i) => i !== 10 && (i < 20 || i > 22)));
  assert.is(report.lost, 4);
  assert.equal(report.gapsMs, [20, 60]);
  assert.is(report.interArrivalMs.max, 80);
});

suite('a jump of the RTP clock is a gap though no number is missing', () => {
  const report = measure(stream(50).map((p, i) => (i < 25 ? p : { ...p, timestamp: (p.timestamp + 48_000) >>> 0 })));
  assert.is(report.lost, 0);
  assert.equal(report.gapsMs, [1000]);
});

suite('numbers missing while the clock goes on without a step are a gap too', () => {
  const report = measure(
    stream(50).map((p, i) => (i < 25 ? p : { ...p, sequenceNumber: (p.sequenceNumber + 2) & 0xffff })),
  );
  assert.is(report.lost, 2);
  assert.equal(report.gapsMs, [40]);
});

suite('out of order is neither loss nor gap', () => {
  const packets = stream(50);
  const [late] = packets.splice(10, 1);
  if (late) packets.splice(12, 0, late);
  const report = measure(packets);
  assert.is(report.lost, 0);
  assert.equal(report.gapsMs, []);
});

suite('packets of 60 ms are no gaps', () => {
  const report = measure(stream(50).map((p, i) => ({ ...p, timestamp: (i * 2880) >>> 0 })));
  assert.equal(report.gapsMs, []);
});

suite('each source is measured by itself', () => {
  const report = measure([...stream(10, 5), ...stream(10, 6)]);
  assert.equal(report.ssrcs, [5, 6]);
  assert.is(report.packets, 20);
  assert.equal(report.gapsMs, []);
});

suite('packets without a level are seen, though not counted', () => {
  const measurement = createRtpMeasurement();
  for (const packet of stream(10)) measurement.refused({ ...packet, audioLevel: null });
  const report = measurement.finish();
  assert.is(report.packets, 0);
  assert.is(report.payloadType, 111);
  assert.is(report.audioLevelExt, false);
});

suite('nothing came', () => {
  const report = measure([]);
  assert.equal([report.packets, report.lost, report.payloadType, report.audioLevelExt], [0, 0, 0, false]);
  assert.equal(report.interArrivalMs, { p50: 0, p99: 0, max: 0 });
});

suite.run();
