import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { makeReceivedPacket } from '../../test/fixtures/received-packet.ts';
import { dominantFrequency, rmsDb, toneShare } from '../../test/fixtures/spectrum.ts';
import type { ReceivedPacket } from './received-packet.ts';
import { createRecording } from './recording.ts';

const suite = describe('recording');
const tone = await makeTonePackets({ frequency: 440, seconds: 2 });

/** The tone as it would come in: on time, 20 ms apart, from `atMs` on; the numbers wrap around on the way. */
function stream({ atMs = 0, ssrc = 1, packets = tone }): ReceivedPacket[] {
  return packets.map((payload, i) =>
    makeReceivedPacket({
      ssrc,
      payload,
      sequenceNumber: (65_520 + i) & 0xffff,
      timestamp: (0xffff_f000 + i * 960) >>> 0,
      arrivedAtMs: atMs + i * 20,
    }),
  );
}

const slice = (samples: Float32Array, fromMs: number, toMs: number) => samples.subarray(fromMs * 48, toMs * 48);
const isSilent = (samples: Float32Array) => rmsDb(samples) === Number.NEGATIVE_INFINITY;

suite('a steady stream is whole, exactly as long as asked, through every wrap-around', async () => {
  const recording = createRecording(0);
  for (const packet of stream({ atMs: 5 })) recording.note(packet);
  const { channels } = await recording.finish(1.5);
  assert.is(channels[0].length, 72_000);
  assert.is(Math.round(dominantFrequency(channels[0], 48_000)), 440);
  assert.ok(toneShare(slice(channels[0], 100, 1500), 48_000, 440) > 0.999);
});

suite('order is that of the numbers, not of arrival; a second copy is not heard twice', async () => {
  const recording = createRecording(0);
  const packets = stream({});
  for (let i = 0; i + 1 < packets.length; i += 2) {
    for (const packet of [packets[i + 1], packets[i], packets[i]]) if (packet) recording.note(packet);
  }
  const { channels } = await recording.finish(1.5);
  assert.ok(toneShare(slice(channels[0], 100, 1500), 48_000, 440) > 0.999);
});

suite('lost packets are silence, and what follows stands where it belongs', async () => {
  const recording = createRecording(0);
  for (const [i, packet] of stream({}).entries()) if (i < 25 || i >= 35) recording.note(packet);
  const { channels } = await recording.finish(1);
  assert.ok(isSilent(slice(channels[0], 500, 700)));
  assert.ok(rmsDb(slice(channels[0], 400, 500)) > -20);
  assert.ok(rmsDb(slice(channels[0], 700, 800)) > -20);
});

suite('nothing at all is silence', async () => {
  const { channels } = await createRecording(0).finish(0.5);
  assert.is(channels[1].length, 24_000);
  assert.ok(isSilent(channels[1]));
});

suite('who begins later is heard later', async () => {
  const recording = createRecording(1000);
  for (const packet of stream({ atMs: 1300 })) recording.note(packet);
  const { channels } = await recording.finish(1);
  assert.ok(isSilent(slice(channels[0], 0, 300)));
  assert.ok(rmsDb(slice(channels[0], 330, 1000)) > -20);
});

suite('a sender whose clock stood still while it was silent is heard when it came', async () => {
  const recording = createRecording(0);
  for (const [i, packet] of stream({}).entries()) {
    recording.note(i < 25 ? packet : { ...packet, arrivedAtMs: packet.arrivedAtMs + 2000 });
  }
  const { channels } = await recording.finish(3);
  assert.ok(isSilent(slice(channels[0], 500, 2500)));
  assert.ok(rmsDb(slice(channels[0], 2500, 3000)) > -20);
});

suite('jitter moves nothing', async () => {
  const recording = createRecording(0);
  for (const [i, packet] of stream({}).entries()) {
    recording.note({ ...packet, arrivedAtMs: packet.arrivedAtMs + (i % 7) * 15 });
  }
  const { channels } = await recording.finish(1.5);
  assert.ok(toneShare(slice(channels[0], 100, 1500), 48_000, 440) > 0.999);
});

suite('packets from before warm the decoder and are not heard', async () => {
  const packets = stream({ atMs: -200 });
  const cold = createRecording(0);
  const warm = createRecording(0);
  for (const packet of packets.slice(0, 10)) warm.warm(packet);
  for (const packet of packets.slice(10)) for (const recording of [cold, warm]) recording.note(packet);
  const share = async (recording: typeof warm) => {
    const { channels } = await recording.finish(0.06);
    return toneShare(channels[0], 48_000, 440);
  };
  const [fromCold, fromWarm] = [await share(cold), await share(warm)];
  assert.ok(fromWarm > 0.999, `warm ${fromWarm}`);
  assert.ok(fromWarm > fromCold, `warm ${fromWarm}, cold ${fromCold}`);
});

suite('two speakers are heard together', async () => {
  const other = await makeTonePackets({ frequency: 1000, seconds: 1 });
  const recording = createRecording(0);
  for (const packet of stream({ ssrc: 1 })) recording.note(packet);
  for (const packet of stream({ ssrc: 2, packets: other })) recording.note(packet);
  const { channels } = await recording.finish(1);
  const middle = slice(channels[0], 200, 900);
  assert.ok(Math.abs(toneShare(middle, 48_000, 440) - 0.5) < 0.05);
  assert.ok(Math.abs(toneShare(middle, 48_000, 1000) - 0.5) < 0.05);
});

suite('who is made louder or softer is heard so, from the packet on that came then', async () => {
  const recording = createRecording(0);
  for (const [i, packet] of stream({}).entries()) recording.note(i < 50 ? packet : { ...packet, gain: 0.5 });
  const { channels } = await recording.finish(2);
  const loweredDb = rmsDb(slice(channels[0], 1100, 1900)) - rmsDb(slice(channels[0], 100, 900));
  assert.ok(Math.abs(loweredDb + 6.02) < 0.2, `${loweredDb} dB`);
});

suite('forged packets are silence', async () => {
  const recording = createRecording(0);
  for (const packet of stream({})) recording.note({ ...packet, open: () => null });
  const { channels } = await recording.finish(0.5);
  assert.ok(isSilent(channels[0]));
});

suite.run();
