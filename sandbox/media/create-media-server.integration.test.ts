import { cleanup } from 'node-datachannel';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { makeTonePackets } from '../../test/fixtures/opus-packets.ts';
import { createRtpListener, type RtpListener } from '../../test/fixtures/rtp-listener.ts';
import { createRtpSender, type RtpSender, type RtpSenderOptions } from '../../test/fixtures/rtp-sender.ts';
import { dominantFrequency, rmsDb, toneShare } from '../../test/fixtures/spectrum.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { readWav } from '../../test/fixtures/wav.ts';
import { createMediaServer } from './create-media-server.ts';
import { decodeOpus } from './decode-opus.ts';

const suite = describe('create-media-server');
const log = createLog({ level: 'error', format: 'json', service: 'sandbox' });
const media = createMediaServer({ log });
const tone = await makeTonePackets({ frequency: [440, 1000], seconds: 2 });
const otherTone = await makeTonePackets({ frequency: 700, seconds: 2 });
const userId = 7;
let calls = 0;
let stop = new AbortController();
let peers: (RtpSender | RtpListener)[] = [];

/** Every test has a call of its own. */
const newCall = () => `call-${++calls}`;

async function join(callId: string, options: RtpSenderOptions = {}): Promise<RtpSender> {
  const sender = await createRtpSender((payload) => media.join(callId, userId, payload), options);
  peers.push(sender);
  return sender;
}

async function play(callId: string, packets = tone, options: RtpSenderOptions = {}): Promise<RtpSender> {
  const sender = await join(callId, options);
  sender.play(packets, stop.signal);
  await waitFor(() => media.isReceiving(callId, userId), { what: 'the first packet' });
  return sender;
}

async function listen(callId: string): Promise<RtpListener> {
  const listener = await createRtpListener(async (offer) => (await media.listen(callId, offer)).sdp);
  peers.push(listener);
  return listener;
}

const left = (wav: Buffer) => readWav(wav).channels[0] ?? new Float32Array();

suite.after.each(() => {
  stop.abort();
  for (const peer of peers) peer.close();
  peers = [];
  stop = new AbortController();
});
suite.after(async () => {
  await media.close();
  cleanup();
});

suite('the answer to a join is as Telegram gives it', async () => {
  const fingerprints = [{ hash: 'sha-256', fingerprint: '00', setup: 'active' }];
  const answer = await media.join(newCall(), userId, { ufrag: 'abcd', pwd: 'p'.repeat(22), fingerprints, ssrc: -5 });
  const { candidates, fingerprints: ours, ...rest } = answer.transport as Record<string, Record<string, unknown>[]>;
  assert.is(rest['xmlns'], 'urn:xmpp:jingle:transports:ice-udp:1');
  assert.is(rest['rtcp-mux'], true);
  assert.is(ours?.[0]?.['setup'], 'passive');
  assert.match(String(ours?.[0]?.['fingerprint']), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.is(candidates?.length, 1);
  for (const [name, value] of Object.entries(candidates?.[0] ?? {})) assert.type(value, 'string', name);
  assert.is(candidates?.[0]?.['ip'], '127.0.0.1');
  const [opus] = answer.audio['payload-types'] as Record<string, unknown>[];
  assert.equal([opus?.['id'], opus?.['name'], opus?.['channels']], [111, 'opus', 2]);
});

suite('a join without a fingerprint is refused', async () => {
  let code = '';
  await media.join(newCall(), userId, { ufrag: 'a', pwd: 'b', fingerprints: [], ssrc: 1 }).catch((error) => {
    code = error.code;
  });
  assert.is(code, 'engine-failed');
});

suite('the tone that goes in is recorded in both channels, exactly as long as asked', async () => {
  const call = newCall();
  await play(call);
  const { channels, sampleRate } = readWav(await media.recordWav(call, 1));
  const [first = new Float32Array(), second = new Float32Array()] = channels;
  assert.is(first.length, 48_000);
  assert.is(Math.round(dominantFrequency(first, sampleRate)), 440);
  assert.is(Math.round(dominantFrequency(second, sampleRate)), 1000);
});

suite('RTP is measured: a loss and a pause are gaps, the rest is not', async () => {
  const call = newCall();
  const sender = await join(call);
  const measuring = media.measureRtp(call, 0.6);
  const send = (count: number) => {
    for (const packet of tone.slice(0, count)) sender.send(packet);
  };
  send(5);
  sender.lose(3);
  send(5);
  sender.pause(500);
  send(5);
  const report = await measuring;
  assert.is(report.packets, 15);
  assert.is(report.lost, 3);
  assert.equal(report.gapsMs, [60, 500]);
  assert.is(report.payloadType, 111);
  assert.equal(report.ssrcs, [sender.payload.ssrc]);
  assert.is(report.audioLevelExt, true);
});

for (const [audioLevel, name] of [
  [null, 'without the audio level'],
  [127, 'at level 127'],
] as const) {
  suite(`sound ${name} is received but not forwarded`, async () => {
    const call = newCall();
    const sender = await join(call);
    const listener = await listen(call);
    const [recording, measuring] = [media.recordWav(call, 0.4), media.measureRtp(call, 0.4)];
    for (const packet of tone.slice(0, 10)) sender.send(packet, audioLevel);
    await waitFor(() => media.packets(call) === 10, { what: 'ten packets' });
    assert.is(media.isReceiving(call, userId), true);
    const report = await measuring;
    assert.is(report.packets, 0);
    assert.is(report.audioLevelExt, audioLevel !== null);
    assert.is(rmsDb(left(await recording)), Number.NEGATIVE_INFINITY);
    assert.is(listener.heard.length, 0);
  });
}

suite('another source than the announced one is nobody’s', async () => {
  const call = newCall();
  const sender = await join(call, { ssrc: 12_345 });
  for (const packet of tone.slice(0, 5)) sender.send(packet);
  const report = await media.measureRtp(call, 0.3);
  assert.is(report.packets, 0);
  assert.is(media.packets(call), 0);
  assert.is(media.isReceiving(call, userId), false);
});

suite('who shows another certificate than the announced one is not heard', async () => {
  const call = newCall();
  const wrong = Array.from({ length: 32 }, () => 'AB').join(':');
  const sender = await createRtpSender((payload) => {
    const fingerprints = payload.fingerprints.map((one) => ({ ...one, fingerprint: wrong }));
    return media.join(call, userId, { ...payload, fingerprints });
  });
  peers.push(sender);
  for (const packet of tone.slice(0, 10)) sender.send(packet);
  await media.measureRtp(call, 0.3);
  assert.is(media.packets(call), 0);
});

suite('both DTLS roles work', async () => {
  const call = newCall();
  await play(call, tone, { setup: 'passive' });
  assert.ok(media.packets(call) > 0);
});

suite('RTCP comes back while sound comes in', async () => {
  const call = newCall();
  const sender = await play(call);
  await waitFor(() => sender.rtcpPackets() >= 2, { what: 'two receiver reports' });
});

suite('deaf: nothing is taken, nothing goes back; later all is well again', async () => {
  const call = newCall();
  const sender = await play(call);
  media.setDeaf(call, true);
  await waitFor(() => !media.isReceiving(call, userId), { what: 'deafness' });
  const before = [media.packets(call), sender.rtcpPackets()];
  assert.is(rmsDb(left(await media.recordWav(call, 1.2))), Number.NEGATIVE_INFINITY);
  assert.equal([media.packets(call), sender.rtcpPackets()], before);
  media.setDeaf(call, false);
  await waitFor(() => media.isReceiving(call, userId), { what: 'hearing' });
  media.setDeaf(null, true);
  await waitFor(() => !media.isReceiving(call, userId), { what: 'deafness of all' });
  media.setDeaf(null, false);
  await waitFor(() => media.isReceiving(call, userId), { what: 'hearing again' });
});

suite('a second join of the same user replaces the first', async () => {
  const call = newCall();
  await play(call, tone);
  const second = await join(call);
  second.play(otherTone, stop.signal);
  await waitFor(async () => (await media.measureRtp(call, 0.1)).ssrcs.includes(second.payload.ssrc), { what: 'it' });
  const [wav, report] = await Promise.all([media.recordWav(call, 0.5), media.measureRtp(call, 0.5)]);
  assert.equal(report.ssrcs, [second.payload.ssrc]);
  assert.is(Math.round(dominantFrequency(left(wav), 48_000)), 700);
});

suite('who left is not received any more', async () => {
  const call = newCall();
  await play(call);
  media.leave(call, userId);
  assert.is(media.isReceiving(call, userId), false);
  const before = media.packets(call);
  await media.measureRtp(call, 0.2);
  assert.is(media.packets(call), before);
});

suite('a closed call is forgotten', async () => {
  const call = newCall();
  await play(call);
  media.closeCall(call);
  assert.is(media.packets(call), 0);
  assert.is(media.isReceiving(call, userId), false);
});

suite('a listener hears the call, one stream through a change of speakers', async () => {
  const call = newCall();
  await play(call);
  const listener = await listen(call);
  await waitFor(() => listener.heard.length > 50, { what: 'a second of sound' });
  media.leave(call, userId);
  const atChange = listener.heard.length;
  await play(call, otherTone);
  await waitFor(() => listener.heard.length > atChange + 60, { what: 'the next speaker' });
  assert.is(new Set(listener.heard.map(({ ssrc }) => ssrc)).size, 1);
  const numbers = listener.heard.map(({ sequenceNumber }) => sequenceNumber);
  assert.equal(
    numbers,
    numbers.map((_, i) => i),
  );
  const sound = async (from: number, to: number) =>
    (await decodeOpus(listener.heard.slice(from, to).map(({ payload }) => payload))).channels[0];
  // A decoder that starts in the middle needs some 100 ms.
  assert.ok(toneShare((await sound(0, 45)).subarray(9600), 48_000, 440) > 0.98);
  assert.ok(toneShare((await sound(atChange, atChange + 60)).subarray(9600), 48_000, 700) > 0.98);
});

suite('a listener that is closed hears no more; closing twice is harmless', async () => {
  const call = newCall();
  await play(call);
  let close = () => assert.unreachable();
  const listener = await createRtpListener(async (offer) => {
    const answered = await media.listen(call, offer);
    close = answered.close;
    return answered.sdp;
  });
  peers.push(listener);
  await waitFor(() => listener.heard.length > 5, { what: 'sound' });
  close();
  close();
  await media.measureRtp(call, 0.1);
  const before = listener.heard.length;
  await media.measureRtp(call, 0.2);
  assert.is(listener.heard.length, before);
});

suite('a recording ends with the server', async () => {
  const short = createMediaServer({ log });
  const recording = short.recordWav('any', 60).then(
    () => 'recorded',
    (error: Error) => error.name,
  );
  await short.close();
  assert.is(await recording, 'AbortError');
});

suite.run();
