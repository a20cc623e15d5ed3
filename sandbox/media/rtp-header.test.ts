import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { isRtcp, parseRtpHeader } from './rtp-header.ts';

const suite = describe('rtp-header');

const plain = Buffer.from('80ef0102000003c0deadbeef', 'hex');
const withLevel = (block: string) => Buffer.from(`906f0102000003c0deadbeefbede${block}aabb`, 'hex');

suite('reads a plain header', () => {
  assert.equal(parseRtpHeader(plain), {
    payloadType: 111,
    marker: true,
    sequenceNumber: 258,
    timestamp: 960,
    ssrc: 0xdeadbeef,
    audioLevel: null,
    payloadOffset: 12,
  });
});

suite('finds the audio level, whatever stands before it', () => {
  assert.is(parseRtpHeader(withLevel('000110940000'))?.audioLevel, 20);
  assert.is(parseRtpHeader(withLevel('000110ff0000'))?.audioLevel, 127);
  // abs-send-time (id 2, three bytes) and padding come first.
  assert.is(parseRtpHeader(withLevel('00022201020300109e00'))?.audioLevel, 30);
  assert.is(parseRtpHeader(withLevel('000110940000'))?.payloadOffset, 20);
});

suite('other extensions are no audio level', () => {
  assert.is(parseRtpHeader(withLevel('000122010203'))?.audioLevel, null);
  assert.is(parseRtpHeader(Buffer.from('906f0102000003c0deadbeef1000000110940000', 'hex'))?.audioLevel, null);
});

suite('contributing sources stand before the payload', () => {
  const packet = Buffer.from('826f0102000003c0deadbeef0000000100000002ff', 'hex');
  assert.is(parseRtpHeader(packet)?.payloadOffset, 20);
});

suite('what is not RTP, or cut off, is null', () => {
  assert.is(parseRtpHeader(Buffer.alloc(5)), null);
  assert.is(parseRtpHeader(Buffer.from('00ef0102000003c0deadbeef', 'hex')), null);
  assert.is(parseRtpHeader(withLevel('0009').subarray(0, 18)), null);
  assert.is(parseRtpHeader(Buffer.from('80c80006000003c0deadbeef', 'hex')), null);
});

suite('RTCP is told by its type', () => {
  assert.is(isRtcp(Buffer.from('81c90007', 'hex')), true);
  assert.is(isRtcp(plain), false);
});

suite.run();
