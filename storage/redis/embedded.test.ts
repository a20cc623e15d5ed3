import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { rejection } from '../../test/fixtures/rejection.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { type EmbeddedRedis, startEmbeddedRedis } from './embedded.ts';
import { probeRedis } from './server/probe-redis.ts';
import { chooseSocketPath } from './server/socket-path.ts';

const suite = describe('the Redis of a data folder');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const path = process.env['PATH'];
let dataDir = '';
let opened: EmbeddedRedis[] = [];

suite.before.each(async () => {
  dataDir = await makeTemporaryFolder();
});
suite.after.each(async () => {
  process.env['PATH'] = path;
  await Promise.all(opened.map((redis) => redis.close()));
  opened = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function start(signal?: AbortSignal): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dataDir, log, ...(signal && { signal }) });
  opened.push(redis);
  return redis;
}
const socketOf = (redis: EmbeddedRedis) => decodeURIComponent(new URL(redis.url).pathname);
const isAlive = async (redis: EmbeddedRedis) => (await probeRedis(socketOf(redis))) !== null;

async function withClient<T>(redis: EmbeddedRedis, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis({ path: socketOf(redis) });
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

suite('it listens on a socket of this user only, and each write is on the disk', async () => {
  const redis = await start();
  assert.is((await stat(socketOf(redis))).mode & 0o777, 0o700);
  assert.is((await stat(join(dataDir, 'redis'))).mode & 0o777, 0o700);
  const settings = await withClient(redis, async (client) => {
    const answers: unknown[] = [];
    for (const name of ['port', 'appendonly', 'appendfsync', 'maxmemory-policy', 'save']) {
      answers.push(await client.config('GET', name));
    }
    return answers.flat();
  });
  assert.equal(settings, [
    ...['port', '0', 'appendonly', 'yes', 'appendfsync', 'always'],
    ...['maxmemory-policy', 'noeviction', 'save', ''],
  ]);
});

suite('data stays from one run to the next', async () => {
  const first = await start();
  await withClient(first, (client) => client.set('a', '1'));
  await first.close();
  assert.not(await isAlive(first));
  const second = await start();
  assert.is(await withClient(second, (client) => client.get('a')), '1');
});

suite('killed, it is started again with its data', async () => {
  const redis = await start();
  await withClient(redis, (client) => client.set('a', '1'));
  const { pid } = redis;
  process.kill(pid, 'SIGKILL');
  await waitFor(() => redis.pid !== pid, { what: 'the next server' });
  assert.is(await withClient(redis, (client) => client.get('a')), '1');
});

suite('several processes of one folder share one server, whoever is first', async () => {
  const all = await Promise.all([start(), start(), start()]);
  assert.is(new Set(all.map(({ pid }) => pid)).size, 1);
  const { pid } = all[0]!;
  process.kill(pid, 'SIGKILL');
  await waitFor(() => all.every((each) => each.pid !== pid), { what: 'all to see the next server' });
  assert.is(new Set(all.map((each) => each.pid)).size, 1);
});

suite('when its starter closes, those who still use it start the next', async () => {
  const [one, two] = [await start(), await start()];
  const { pid } = one;
  await one.close();
  await waitFor(() => two.pid !== pid, { what: 'the next server' });
  assert.ok(await isAlive(two));
  await two.close();
  assert.not(await isAlive(two));
});

suite('a server whose starter was killed is used, and ended by the last who uses it', async () => {
  const module = new URL('./embedded.ts', import.meta.url).href;
  const script = `const { startEmbeddedRedis } = await import(${JSON.stringify(module)});
    const noLog = () => undefined;
    const log = { debug: noLog, warn: noLog, error: noLog };
    console.log((await startEmbeddedRedis({ dataDir: ${JSON.stringify(dataDir)}, log })).pid);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await once(starter.stdout, 'data');
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const redis = await start();
  assert.is(redis.pid, Number(String(output)));
  await redis.close();
  await waitFor(async () => !(await isAlive(redis)), { what: 'the server to end' });
});

suite('a long path is replaced by a short one, the same for all', async () => {
  const folder = join(dataDir, 'long'.repeat(40));
  const short = await chooseSocketPath(folder);
  assert.ok(Buffer.byteLength(short) < 100);
  assert.is(await chooseSocketPath(folder), short);
  assert.is.not(await chooseSocketPath(`${folder}er`), short);
  const own = dataDir;
  dataDir = folder;
  const redis = await start();
  assert.is(socketOf(redis), await chooseSocketPath(join(folder, 'redis')));
  await redis.close();
  dataDir = own;
  for (const used of [folder, `${folder}er`, join(folder, 'redis')]) {
    await rm(join(await chooseSocketPath(used), '..'), { recursive: true });
  }
});

suite('a short folder that others may read is refused', async () => {
  const folder = join(dataDir, 'long'.repeat(40));
  const prepared = join(await chooseSocketPath(folder), '..');
  await rm(prepared, { recursive: true });
  await mkdir(prepared, { mode: 0o755 });
  try {
    assert.is((await rejection(chooseSocketPath(folder))).code, 'redis-unavailable');
  } finally {
    await rm(prepared, { recursive: true });
  }
});

suite('without redis-server the answer says how to get it', async () => {
  process.env['PATH'] = dataDir;
  const error = await rejection(start());
  assert.is(error.code, 'program-missing');
  assert.match(error.message, 'apt-get install redis-server');
});

suite('data that Redis refuses is reported with its own words', async () => {
  const redis = await start();
  await withClient(redis, (client) => client.set('a', 'x'.repeat(1_000)));
  await redis.close();
  const folder = join(dataDir, 'redis', 'appendonlydir');
  const file = join(folder, 'appendonly.aof.1.incr.aof');
  await writeFile(file, `${'rubbish\r\n'.repeat(5)}${await readFile(file, 'utf8')}`);
  const error = await rejection(start());
  assert.is(error.code, 'redis-unavailable');
  assert.match(error.message, /bad file format/i);
});

suite('a start that is called off leaves nothing behind', async () => {
  assert.is((await rejection(start(AbortSignal.abort()))).code, 'aborted');
  assert.is(await probeRedis(join(dataDir, 'redis', 'redis.sock')), null);
});

suite.run();
