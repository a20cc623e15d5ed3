import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { makeReceivedPacket } from '../../test/fixtures/received-packet.ts';
import { createRenumbering } from './listener.ts';
import { parseListenerOffer, writeListenerAnswer } from './listener-sdp.ts';

const suite = describe('listener');

const offer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 63 109',
  'a=mid:audio-1',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  'a=fingerprint:sha-256 AB:CD',
  'a=setup:actpass',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:109 opus/48000/2',
  '',
].join('\r\n');

suite('an offer is read with its own numbers and names', () => {
  assert.equal(parseListenerOffer(offer), {
    mid: 'audio-1',
    payloadType: 109,
    remote: {
      ufrag: 'abcd',
      pwd: '0123456789012345678901',
      fingerprints: [{ hash: 'sha-256', fingerprint: 'AB:CD' }],
      setup: 'actpass',
    },
  });
});

suite('an offer that cannot be used is refused with the reason', () => {
  const refused = (sdp: string, why: string) =>
    assert.throws(
      () => parseListenerOffer(sdp),
      (error: unknown) => error instanceof AppError && error.code === 'engine-failed' && error.message.includes(why),
    );
  refused('', 'one audio section');
  refused(`${offer}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`, 'one audio section');
  refused(offer.replace('opus', 'g722'), 'no Opus');
  refused(offer.replace('a=ice-pwd', 'a=x'), 'no ice-pwd');
  refused(offer.replace('sha-256 ', ''), 'fingerprint');
});

suite('the answer says where we send from, and that we only send', () => {
  const local = {
    ufrag: 'wxyz',
    pwd: 'secret',
    fingerprint: '12:34',
    setup: 'passive',
    candidates: [{ foundation: 'f', priority: 5, ip: '127.0.0.1', port: 4000 }],
  } as const;
  const answer = writeListenerAnswer(parseListenerOffer(offer), local, 42);
  const lines = answer.split('\r\n');
  for (const line of [
    'a=ice-lite',
    'm=audio 4000 UDP/TLS/RTP/SAVPF 109',
    'a=mid:audio-1',
    'a=sendonly',
    'a=setup:passive',
    'a=fingerprint:sha-256 12:34',
    'a=candidate:f 1 udp 5 127.0.0.1 4000 typ host',
    'a=ssrc:42 cname:call',
  ]) {
    assert.ok(lines.includes(line), line);
  }
});

suite('one speaker keeps its gaps and its order', () => {
  const renumber = createRenumbering();
  const sent = [500, 501, 503, 502].map((sequenceNumber) =>
    renumber(makeReceivedPacket({ sequenceNumber, timestamp: sequenceNumber * 960 })),
  );
  assert.equal(
    sent.map((numbers) => numbers?.sequenceNumber),
    [0, 1, 3, 2],
  );
  assert.equal(
    sent.map((numbers) => numbers?.timestamp),
    [0, 960, 2880, 1920],
  );
});

suite('a new speaker goes on where the last one ended, at the time that passed', () => {
  const renumber = createRenumbering();
  renumber(makeReceivedPacket({ ssrc: 1, sequenceNumber: 65_535, timestamp: 96_000, arrivedAtMs: 0 }));
  const next = renumber(makeReceivedPacket({ ssrc: 2, sequenceNumber: 7, timestamp: 5, arrivedAtMs: 1000 }));
  assert.equal(next, { sequenceNumber: 1, timestamp: 48_000, marker: true });
});

suite('who speaks while another does is not mixed in', () => {
  const renumber = createRenumbering();
  assert.ok(renumber(makeReceivedPacket({ ssrc: 1, arrivedAtMs: 0 })));
  assert.is(renumber(makeReceivedPacket({ ssrc: 2, arrivedAtMs: 20 })), null);
  assert.ok(renumber(makeReceivedPacket({ ssrc: 1, sequenceNumber: 1, arrivedAtMs: 40 })));
});

suite.run();
