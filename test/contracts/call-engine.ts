import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import type { CallConnection, CallEngine, ConnectionState, JoinPayload, Transport } from '../../player/call/engine.ts';
import { createPlayoutClock } from '../../player/playout/clock.ts';
import { createLane } from '../../player/playout/lane.ts';
import { createMediaServer } from '../../sandbox/media/create-media-server.ts';
import type { MediaServer } from '../../sandbox/media/media-server.ts';
import { createMemorySource } from '../fixtures/numbered-packets.ts';
import { makeTonePackets } from '../fixtures/opus-packets.ts';
import { dominantFrequency, rmsDb } from '../fixtures/spectrum.ts';
import { waitFor } from '../fixtures/wait-for.ts';
import { readWav } from '../fixtures/wav.ts';

const callId = 'call';
const userId = 7;

/** `negotiate` against the sandbox's media server. `change` may bend the transport before the engine sees it. */
export function joinMediaServer(
  server: MediaServer,
  change: (transport: Transport) => Transport = (transport) => transport,
): (payload: JoinPayload) => Promise<Transport> {
  return async (payload) => change((await server.join(callId, userId, payload)).transport as unknown as Transport);
}

/** Resolves when the connection is `wanted`. */
export async function reachState(connection: CallConnection, wanted: ConnectionState, timeoutMs = 15_000) {
  await waitFor(() => connection.state === wanted, { what: `the state ${wanted}`, timeoutMs });
}

/** What every engine must do, against a real WebRTC peer; `suite.run()` is the caller's. */
export function testCallEngine(test: Test, createEngine: () => CallEngine): void {
  const log = createLog({ level: 'silent', format: 'json', service: 'test' });
  const options = { channels: 2, bitrateKbps: 128, signal: new AbortController().signal } as const;
  let server: MediaServer;

  test.before(() => {
    server = createMediaServer({ log });
  });
  test.after(() => server.close());

  test('a tone goes in and the same tone comes out, left and right kept apart, without a gap', async () => {
    const packets = await makeTonePackets({ frequency: [440, 1_000], seconds: 5 });
    const connection = await createEngine().connect({ ...options, negotiate: joinMediaServer(server) });
    const states: ConnectionState[] = [connection.state];
    connection.onState((state) => states.push(state));
    const clock = createPlayoutClock({ log });
    const lane = createLane({ clock, log });
    try {
      lane.attach(connection);
      lane.play(createMemorySource(packets), { token: 'tone' });
      await reachState(connection, 'connected');
      await waitFor(() => server.isReceiving(callId, userId), { what: 'packets at the server' });
      const [wav, rtp] = await Promise.all([server.recordWav(callId, 2), server.measureRtp(callId, 2)]);
      const { channels, sampleRate } = readWav(wav);
      const [left = new Float32Array(), right = new Float32Array()] = channels.map((c) => c.subarray(24_000));
      assert.ok(Math.abs(dominantFrequency(left, sampleRate) - 440) < 3, 'left');
      assert.ok(Math.abs(dominantFrequency(right, sampleRate) - 1_000) < 3, 'right');
      for (const channel of [left, right]) assert.ok(Math.abs(rmsDb(channel) + 15) < 1.5, `${rmsDb(channel)} dB`);
      assert.is(rtp.lost, 0);
      assert.equal(rtp.gapsMs, []);
      assert.is(rtp.payloadType, 111);
      assert.is(rtp.audioLevelExt, true);
      assert.equal(rtp.ssrcs, [connection.ssrc >>> 0]);
      assert.is(states.at(-1), 'connected');
      assert.ok(connection.stats().packetsSent > 100);
    } finally {
      await lane.close();
      clock.close();
      await connection.close();
      server.leave(callId, userId);
    }
    assert.is(connection.state, 'closed');
    assert.is(states.at(-1), 'closed');
  });

  test('an unreachable IPv6 candidate and a TCP one do no harm', async () => {
    const negotiate = joinMediaServer(server, (transport) => {
      const [candidate] = transport.candidates;
      if (candidate === undefined) throw new Error('the server has no candidate');
      const unreachable = { ...candidate, foundation: '77', ip: '2001:db8::1', priority: '2130706431' };
      const tcp = { ...candidate, foundation: '78', protocol: 'tcp', port: '443' };
      return { ...transport, candidates: [unreachable, tcp, candidate] };
    });
    const connection = await createEngine().connect({ ...options, negotiate });
    await reachState(connection, 'connected');
    await connection.close();
    server.leave(callId, userId);
  });

  test('what negotiate throws comes through as it is; a broken transport is an engine failure', async () => {
    const refusal = new Error('GROUPCALL_FORBIDDEN');
    const refused = await createEngine()
      .connect({ ...options, negotiate: () => Promise.reject(refusal) })
      .catch((error) => error);
    assert.is(refused, refusal);
    const broken = await createEngine()
      .connect({
        ...options,
        negotiate: async () => ({ ufrag: 'x', pwd: 'y', fingerprints: [], candidates: [] }),
      })
      .catch((error) => error);
    assert.is(broken.code, 'engine-failed');
    assert.ok(broken.cause instanceof Error);
  });

  test('connecting can be given up while the answer is awaited', async () => {
    const controller = new AbortController();
    const asked = new Promise<JoinPayload>((resolve, reject) => {
      const negotiate = (payload: JoinPayload) => {
        resolve(payload);
        return new Promise<Transport>(() => undefined);
      };
      createEngine()
        .connect({ ...options, signal: controller.signal, negotiate })
        .then(reject, () => undefined);
    });
    await asked;
    const again = createEngine().connect({ ...options, signal: controller.signal, negotiate: joinMediaServer(server) });
    controller.abort(new Error('enough'));
    const error = await again.catch((reason) => reason);
    assert.is(error.message, 'enough');
    const late = await createEngine()
      .connect({ ...options, signal: controller.signal, negotiate: joinMediaServer(server) })
      .catch((reason) => reason);
    assert.is(late.message, 'enough');
    server.leave(callId, userId);
  });

  test('each connection has credentials and a source of its own; sending before and after is harmless', async () => {
    const payloads: JoinPayload[] = [];
    const join = joinMediaServer(server);
    for (let round = 0; round < 2; round += 1) {
      const connection = await createEngine().connect({
        ...options,
        negotiate: (payload) => {
          payloads.push(payload);
          return join(payload);
        },
      });
      connection.sendOpus(Buffer.from('fcfffe', 'hex'), 24);
      await connection.close();
      connection.sendOpus(Buffer.from('fcfffe', 'hex'), 24);
      connection.skip(1);
      await connection.close();
      assert.is(connection.stats().packetsSent, 0);
    }
    const [first, second] = payloads;
    if (first === undefined || second === undefined) throw new Error('it did not ask twice');
    for (const name of ['ufrag', 'pwd', 'ssrc'] as const) assert.is.not(first[name], second[name]);
    for (const { ssrc, fingerprints } of payloads) {
      assert.is(ssrc | 0, ssrc, 'fits a signed 32-bit number');
      assert.is(fingerprints[0]?.setup, 'active');
      assert.match(fingerprints[0]?.fingerprint ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    }
    server.leave(callId, userId);
  });
}
