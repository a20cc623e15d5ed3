import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createStateCell, orAborted } from './connection-state.ts';
import { createRtpSender } from './rtp.ts';
import { answerSdp, joinPayload, opusParameters } from './session-description.ts';

const test = suite('RTP, SDP and state of a connection');
const sender = () => createRtpSender({ ssrc: 0x1234_5678, payloadType: 111, cname: 'efir-abc' });

test('a packet: header, audio level, payload', () => {
  const rtp = sender();
  const payload = Buffer.from('fc0102030405', 'hex');
  const packet = Buffer.from(rtp.packet(payload, 24));
  assert.is(packet.length, 26);
  assert.is(packet[0], 0x90, 'version 2, extension');
  assert.is(packet[1], 0x80 | 111, 'marker on the first');
  assert.is(packet.readUInt32BE(8), 0x1234_5678);
  assert.is(packet.subarray(12, 20).toString('hex'), 'bede000110980000');
  assert.is(packet.subarray(20).toString('hex'), 'fc0102030405');
  assert.is(rtp.packets, 1);
  assert.is(rtp.payloadBytes, 6);
});

test('numbers and timestamps go on, over their ends too; skipped frames move the timestamp only', () => {
  const rtp = sender();
  let last = Buffer.from(rtp.packet(Buffer.of(1), 24));
  for (let index = 0; index < 70_000; index += 1) {
    const packet = rtp.packet(Buffer.of(1), 24);
    assert.is(packet[1], 111);
    if (((packet.readUInt16BE(2) - last.readUInt16BE(2)) & 0xffff) !== 1) throw new Error(`number at ${index}`);
    if ((packet.readUInt32BE(4) - last.readUInt32BE(4)) >>> 0 !== 960) throw new Error(`timestamp at ${index}`);
    last = Buffer.from(packet);
  }
  rtp.skip(4);
  const packet = rtp.packet(Buffer.of(1), 24);
  assert.is((packet.readUInt16BE(2) - last.readUInt16BE(2)) & 0xffff, 1);
  assert.is((packet.readUInt32BE(4) - last.readUInt32BE(4)) >>> 0, 5 * 960);
});

test('silence has level 127 and no voice activity; a shorter packet carries nothing of a longer one', () => {
  const rtp = sender();
  rtp.packet(Buffer.alloc(900, 7), 20);
  const packet = rtp.packet(Buffer.of(1, 2, 3), 127);
  assert.is(packet[17], 127);
  assert.is(packet.subarray(20).toString('hex'), '010203');
});

test('sender report and SDES', () => {
  const rtp = sender();
  rtp.packet(Buffer.alloc(100), 24);
  const next = Buffer.from(rtp.packet(Buffer.alloc(50), 24));
  const report = rtp.report(Date.UTC(2026, 0, 1) + 500);
  assert.is(report.length % 4, 0);
  assert.is(report[1], 200);
  assert.is(report.readUInt16BE(2), 6);
  assert.is(report.readUInt32BE(4), 0x1234_5678);
  assert.is(report.readUInt32BE(8), Date.UTC(2026, 0, 1) / 1_000 + 2_208_988_800);
  assert.is(report.readUInt32BE(12), 2 ** 31, 'half a second');
  assert.is((report.readUInt32BE(16) - next.readUInt32BE(4)) >>> 0, 960);
  assert.is(report.readUInt32BE(20), 2);
  assert.is(report.readUInt32BE(24), 150);
  const sdes = report.subarray(28);
  assert.is(sdes[1], 202);
  assert.is(sdes.readUInt16BE(2), sdes.length / 4 - 1);
  assert.is(sdes.readUInt32BE(4), 0x1234_5678);
  assert.is(sdes.toString('ascii', 10, 18), 'efir-abc');
  assert.is(sdes.at(-1), 0, 'the item list ends with a zero');
});

const offer = ['v=0', 'a=ice-ufrag:uf', 'a=ice-pwd:secret', 'a=fingerprint:sha-256 AB:CD', ''].join('\r\n');

test('the join payload is read from the offer; what it lacks is named', () => {
  assert.equal(joinPayload(offer, 5), {
    ufrag: 'uf',
    pwd: 'secret',
    fingerprints: [{ hash: 'sha-256', fingerprint: 'AB:CD', setup: 'active' }],
    ssrc: 5,
    'ssrc-groups': [],
  });
  assert.throws(() => joinPayload(offer.replace('a=ice-pwd:secret', ''), 5), /no ice-pwd/);
  assert.throws(() => joinPayload(offer.replace(' AB:CD', ''), 5), /fingerprint/);
});

test('the answer carries the transport, without TCP candidates', () => {
  const candidate = {
    foundation: '1',
    component: '1',
    protocol: 'udp',
    priority: '9',
    ip: '10.1.2.3',
    port: '32001',
    type: 'host',
    generation: '0',
  };
  const transport = {
    ufrag: 'their',
    pwd: 'theirs',
    fingerprints: [{ hash: 'sha-256', fingerprint: 'EF:01', setup: 'passive' }],
    candidates: [candidate, { ...candidate, protocol: 'tcp', ip: '10.9.9.9' }],
  };
  const lines = answerSdp(transport, '0', opusParameters(2, 128)).split('\r\n');
  for (const line of [
    'a=ice-lite',
    'a=setup:passive',
    'a=ice-ufrag:their',
    'a=fingerprint:sha-256 EF:01',
    'a=candidate:1 1 udp 9 10.1.2.3 32001 typ host generation 0',
    'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1;maxaveragebitrate=128000',
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  ])
    assert.ok(lines.includes(line), line);
  assert.not(lines.some((line) => line.includes('10.9.9.9')));
  assert.is(opusParameters(1, 32), 'minptime=10;useinbandfec=1;maxaveragebitrate=32000');
});

test('the state tells changes only, and stays closed', () => {
  const cell = createStateCell();
  const seen: string[] = [];
  const unsubscribe = cell.subscribe((state) => seen.push(state));
  cell.set('connecting');
  cell.set('connected');
  cell.set('connected');
  cell.set('closed');
  cell.set('connected');
  assert.equal(seen, ['connected', 'closed']);
  assert.is(cell.value, 'closed');
  unsubscribe();
  const other = createStateCell();
  const stop = other.subscribe((state) => seen.push(state));
  stop();
  other.set('failed');
  assert.is(seen.length, 2);
});

test('orAborted: the outcome, the failure, or the abort reason, whichever is first', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  assert.is(await orAborted(Promise.resolve(1), signal), 1);
  const failure = new Error('failed');
  assert.is(await orAborted(Promise.reject(failure), signal).catch((error) => error), failure);
  const waiting = orAborted(new Promise(() => undefined), signal).catch((error) => error);
  const reason = new Error('enough');
  controller.abort(reason);
  assert.is(await waiting, reason);
  assert.is(await orAborted(Promise.resolve(1), signal).catch((error) => error), reason);
  // Unhandled, this would end the test process.
  assert.is(await orAborted(Promise.reject(failure), signal).catch((error) => error), reason);
});

test.run();
