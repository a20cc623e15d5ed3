import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeTemporaryFolder } from '../../../test/fixtures/temporary-folder.ts';
import { waitFor } from '../../../test/fixtures/wait-for.ts';
import { endServer, ensureServer } from './ensure-server.ts';
import { probeRedis } from './probe-redis.ts';
import { folderLockedExitCode, requireRedisServer, spawnRedisServer } from './redis-process.ts';

const suite = describe('the redis-server process');
let folder = '';
const signal = new AbortController().signal;

suite.before.each(async () => {
  folder = await makeTemporaryFolder();
});
suite.after.each(() => rm(folder, { recursive: true, force: true }));

const socketIn = (name: string) => join(folder, name);

suite('the programs are there', () => requireRedisServer());

suite('nobody answers where nothing listens', async () => {
  assert.is(await probeRedis(socketIn('none.sock')), null);
});

suite('one that is up tells who it is', async () => {
  const { pid, child } = await ensureServer(folder, socketIn('a.sock'), signal);
  const client = new Redis({ path: socketIn('a.sock') });
  await client.ping();
  assert.equal(await probeRedis(socketIn('a.sock')), { pid, isReady: true, otherClients: 1 });
  client.disconnect();
  assert.ok(child);
  await endServer(child, 5_000);
  assert.is(await probeRedis(socketIn('a.sock')), null);
  await endServer(child, 5_000);
});

suite('a second server on the same folder is refused by the lock, even on another socket', async () => {
  const { child } = await ensureServer(folder, socketIn('a.sock'), signal);
  const second = spawnRedisServer({
    folder,
    socketPath: socketIn('b.sock'),
    appendfsync: 'always',
    isDetached: false,
  });
  const [code] = await once(second, 'exit');
  assert.is(code, folderLockedExitCode);
  assert.is(await probeRedis(socketIn('b.sock')), null);
  assert.ok(child);
  await endServer(child, 5_000);
});

suite('the lock goes with a killed server', async () => {
  const first = await ensureServer(folder, socketIn('a.sock'), signal);
  process.kill(first.pid, 'SIGKILL');
  await waitFor(async () => (await probeRedis(socketIn('a.sock'))) === null, { what: 'the server to be gone' });
  const second = await ensureServer(folder, socketIn('a.sock'), signal);
  assert.is.not(second.pid, first.pid);
  assert.ok(second.child);
  await endServer(second.child, 5_000);
});

suite('at SIGTERM it writes what it has; its log says so', async () => {
  const { child } = await ensureServer(folder, socketIn('a.sock'), signal);
  assert.ok(child);
  await endServer(child, 5_000);
  assert.is(child.exitCode, 0);
  assert.match(await readFile(join(folder, 'redis.log'), 'utf8'), 'ready to exit');
});

suite.run();
