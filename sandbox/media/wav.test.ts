import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { readWav } from '../../test/fixtures/wav.ts';
import { writeWav } from './wav.ts';

const suite = describe('wav');

suite('what is written is read again', () => {
  const left = Float32Array.of(0, 0.5, -0.5);
  const right = Float32Array.of(0.25, -0.25, 0);
  const file = writeWav({ sampleRate: 48_000, channels: [left, right] });
  assert.equal(readWav(file), { sampleRate: 48_000, channels: [left, right] });
  assert.is(file.length, 44 + 3 * 4);
  assert.is(file.readUInt32LE(4), file.length - 8);
});

suite('louder than full scale is clipped, not wrapped', () => {
  const file = writeWav({ sampleRate: 48_000, channels: [Float32Array.of(2), Float32Array.of(-2)] });
  assert.is(file.readInt16LE(44), 32_767);
  assert.is(file.readInt16LE(46), -32_768);
});

suite.run();
