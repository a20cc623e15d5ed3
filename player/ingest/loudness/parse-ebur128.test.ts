import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseEbur128 } from './parse-ebur128.ts';

const test = suite('parse ebur128');

const summary = (integrated: string, peak: string) => `[Parsed_ebur128_0 @ 0x5581] Summary:

  Integrated loudness:
    I:         ${integrated} LUFS
    Threshold: -24.4 LUFS

  Loudness range:
    LRA:         5.3 LU
    Threshold: -34.4 LUFS
${peak}`;
const peakLines = (value: string) => `
  True peak:
    Peak:       ${value} dBFS
`;

test('reads loudness and true peak', () => {
  assert.equal(parseEbur128(summary('-14.4', peakLines('-6.0'))), { loudnessLufs: -14.4, truePeakDbtp: -6 });
  assert.equal(parseEbur128(summary('3.1', peakLines('0.7'))), { loudnessLufs: 3.1, truePeakDbtp: 0.7 });
});

test('the last summary counts', () => {
  const text = summary('0.0', '') + summary('-20.5', peakLines('-1.5'));
  assert.equal(parseEbur128(text), { loudnessLufs: -20.5, truePeakDbtp: -1.5 });
});

test('silence has a floor, a peak that was not measured is null', () => {
  assert.equal(parseEbur128(summary('-inf', peakLines('-inf'))), { loudnessLufs: -70, truePeakDbtp: -120 });
  assert.equal(parseEbur128(summary('nan', '')), { loudnessLufs: -70, truePeakDbtp: null });
});

test('no summary is null', () => {
  assert.is(parseEbur128('Invalid data found when processing input'), null);
  assert.is(parseEbur128('Summary:\n nothing'), null);
});

test.run();
