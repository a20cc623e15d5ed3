import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../../log.ts';
import { createMediaServer } from '../../../sandbox/media/create-media-server.ts';
import { joinMediaServer, reachState, testCallEngine } from '../../../test/contracts/call-engine.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import { silencePacket } from '../../playout/opus-packet.ts';
import { createNativeEngine } from './native.ts';
import { selectEngines } from './select-engines.ts';

const test = suite('native engine');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const options = { channels: 2, bitrateKbps: 128, signal: new AbortController().signal } as const;

testCallEngine(test, () => createNativeEngine({ log }));

test('its source is a positive 31-bit number', async () => {
  let ssrc = 0;
  const connecting = createNativeEngine({ log }).connect({
    ...options,
    negotiate: (payload) => {
      ssrc = payload.ssrc;
      return Promise.reject(new Error('enough'));
    },
  });
  await connecting.catch(() => undefined);
  assert.ok(ssrc > 0);
});

test('RTCP that comes back is noticed', async () => {
  const server = createMediaServer({ log });
  const connection = await createNativeEngine({ log }).connect({ ...options, negotiate: joinMediaServer(server) });
  await reachState(connection, 'connected');
  assert.is(connection.stats().lastRtcpAtMs, null);
  await waitFor(
    () => {
      connection.sendOpus(silencePacket, 24);
      return connection.stats().lastRtcpAtMs;
    },
    { what: 'a receiver report', everyMs: 20 },
  );
  const ageMs = performance.now() - (connection.stats().lastRtcpAtMs ?? 0);
  assert.ok(ageMs >= 0 && ageMs < 5_000);
  await connection.close();
  await server.close();
});

test('media time that is skipped arrives as a gap in the timestamps, and nothing as lost', async () => {
  const server = createMediaServer({ log });
  const connection = await createNativeEngine({ log }).connect({ ...options, negotiate: joinMediaServer(server) });
  await reachState(connection, 'connected');
  const measuring = server.measureRtp('call', 1);
  for (let frame = 0; frame < 30; frame += 1) {
    if (frame === 20) connection.skip(5);
    connection.sendOpus(silencePacket, 24);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { gapsMs, lost } = await measuring;
  assert.is(lost, 0);
  assert.equal(gapsMs, [100]);
  await connection.close();
  await server.close();
});

test('a connection that was refused keeps no process from ending', async () => {
  const refuse = `
    const { createLog } = await import(process.argv[1]);
    const { createNativeEngine } = await import(process.argv[2]);
    const log = createLog({ level: 'silent', format: 'json', service: 'test' });
    const negotiate = () => Promise.reject(new Error('refused'));
    const options = { channels: 2, bitrateKbps: 128, signal: new AbortController().signal, negotiate };
    await createNativeEngine({ log }).connect(options).catch((error) => console.log(error.message));`;
  const modules = ['../../../log.ts', './native.ts'].map((path) => new URL(path, import.meta.url).href);
  const args = ['--input-type=module', '--eval', refuse, ...modules];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  assert.is(stdout.trim(), 'refused');
});

test('CALL_ENGINE picks the first engine and the one to fall back to', () => {
  const kinds = (setting: 'auto' | 'native' | 'tgcalls') => {
    const { first, fallback } = selectEngines(setting, { log });
    return [first.kind, fallback?.kind];
  };
  assert.equal(kinds('auto'), ['native', 'tgcalls']);
  assert.equal(kinds('native'), ['native', undefined]);
  assert.equal(kinds('tgcalls'), ['tgcalls', undefined]);
});

test.run();
