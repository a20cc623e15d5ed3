import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { dominantFrequency, rmsDb } from '../../test/fixtures/spectrum.ts';
import { decodeOpus } from './decode-opus.ts';

const suite = describe('decode-opus');

suite('a tone comes out in both channels, 20 ms a packet', async () => {
  const packets = await makeTonePackets({ frequency: [440, 1000], seconds: 1 });
  const { channels, sampleRate } = await decodeOpus(packets);
  assert.is(channels[0].length, packets.length * 960);
  assert.is(Math.round(dominantFrequency(channels[0], sampleRate)), 440);
  assert.is(Math.round(dominantFrequency(channels[1], sampleRate)), 1000);
});

suite('mono is heard on both sides', async () => {
  const packets = await makeTonePackets({ frequency: 440, seconds: 1, channels: 1 });
  const { channels } = await decodeOpus(packets);
  assert.is(Math.round(dominantFrequency(channels[0], 48_000)), 440);
  assert.equal(channels[0], channels[1]);
});

suite('a packet that never came, or is rubbish, is 20 ms of silence', async () => {
  const [packet = new Uint8Array()] = await makeTonePackets({ frequency: 440, seconds: 0.1 });
  const { channels } = await decodeOpus([packet, null, Buffer.from('ffffffffff', 'hex')]);
  assert.is(channels[0].length, 3 * 960);
  assert.is(rmsDb(channels[0].subarray(960)), Number.NEGATIVE_INFINITY);
});

suite('nothing decodes to nothing', async () => {
  const { channels } = await decodeOpus([]);
  assert.is(channels[0].length, 0);
});

suite.run();
