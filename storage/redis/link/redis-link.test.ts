import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../../errors.ts';
import { createLog } from '../../../log.ts';
import { startTestRedis, type TestRedis } from '../../../test/fixtures/redis.ts';
import { rejection } from '../../../test/fixtures/rejection.ts';
import { isConnectionLost, translateRedisError } from './redis-error.ts';
import { openRedisLink } from './redis-link.ts';
import { describeRedis, redisOptions, unixUrl } from './redis-options.ts';

const suite = describe('the connection to Redis');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
let redis: TestRedis;

suite.before(async () => {
  redis = await startTestRedis();
});
suite.after(() => redis.stop());

const open = (url: string, commandTimeoutMs = 300) => openRedisLink({ url, prefix: 'link', log, commandTimeoutMs });

suite('URLs', () => {
  const pick = (url: string) => {
    const { path, host, port, db, username, password, tls } = redisOptions(url);
    return { path, host, port, db, username, password, tls };
  };
  const nothing = { path: undefined, username: undefined, password: undefined, tls: undefined };
  assert.equal(pick('redis://cache'), { ...nothing, host: 'cache', port: 6379, db: 0 });
  assert.equal(pick('rediss://me:p%40ss@[::1]:7000/3'), {
    ...{ path: undefined, host: '::1', port: 7000, db: 3 },
    ...{ username: 'me', password: 'p@ss', tls: {} },
  });
  const socket = { ...nothing, host: undefined, port: undefined };
  assert.equal(pick('unix:///run/redis.sock?db=2'), { ...socket, path: '/run/redis.sock', db: 2 });
  assert.equal(pick(unixUrl('/tmp/a b#?/é.sock')), { ...socket, path: '/tmp/a b#?/é.sock', db: 0 });
});

suite('a password is in no description', () => {
  assert.is(describeRedis('redis://me:secret@cache:1'), 'cache:1');
  assert.is(describeRedis('unix:///run/redis.sock'), '/run/redis.sock');
});

suite('a server that loads its data, and guesses that it takes a minute: it is asked again soon', async () => {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      const command = data.toString().toLowerCase();
      if (command.includes('info')) {
        asked += 1;
        const text = asked === 1 ? 'loading:1\r\nloading_eta_seconds:60\r\n' : 'loading:0\r\n';
        socket.write(`$${text.length}\r\n${text}\r\n`);
      } else if (command.includes('quit')) socket.end('+OK\r\n');
      else socket.write('+OK\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const link = await open(`redis://127.0.0.1:${port}`, 10_000);
  assert.is(asked, 2);
  await link.close();
  server.close();
});

suite('nobody there', async () => {
  const error = await rejection(open('unix:///nowhere/redis.sock'));
  assert.is(error.code, 'redis-unavailable');
  assert.match(error.message, '/nowhere/redis.sock');
  assert.match(error.message, 'ENOENT');
});

suite('a wrong password says so, and is not repeated', async () => {
  const link = await open(redis.url);
  await link.call((connection) => connection.config('SET', 'requirepass', 'right'));
  try {
    const url = `unix://${redis.socketPath}`;
    const error = await rejection(open(url));
    assert.is(error.code, 'redis-unavailable');
    assert.match(error.message, 'NOAUTH');
  } finally {
    await link.call((connection) => connection.config('SET', 'requirepass', ''));
    await link.close();
  }
});

suite('a server that accepts and says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  const sockets = new Set<{ destroy(): void }>();
  silent.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  try {
    assert.is((await rejection(open(`redis://127.0.0.1:${port}`))).code, 'redis-unavailable');
  } finally {
    for (const socket of sockets) socket.destroy();
    silent.close();
  }
});

suite('a command that takes too long is given up', async () => {
  const link = await open(redis.url, 100);
  const slow = link.call((connection) => connection.blpop('nothing', 1));
  assert.is((await rejection(slow)).code, 'redis-unavailable');
  await link.close();
});

suite('a connection that is lost again and again holds nobody else up, and is given up in time', async () => {
  const link = await open(redis.url, 200);
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 5);
  let attempts = 0;
  const error = await rejection(
    link.call(() => {
      attempts += 1;
      return Promise.reject(new Error('Connection is closed.'));
    }),
  );
  clearInterval(ticking);
  assert.is(error.code, 'redis-unavailable');
  assert.ok(attempts > 1 && ticks > 1, `${attempts} attempts, ${ticks} ticks`);
  await link.close();
});

suite('a command whose connection breaks is sent again', async () => {
  const link = await open(redis.url, 5_000);
  let attempts = 0;
  const answer = await link.call((connection) => {
    attempts += 1;
    return attempts < 3 ? Promise.reject(new Error('Connection is closed.')) : connection.ping();
  });
  assert.equal([answer, attempts], ['PONG', 3]);
  const wrong = link.call((connection) => {
    attempts += 1;
    return connection.hget('link', 'a').then(() => Promise.reject(new Error('WRONGTYPE')));
  });
  assert.is((await rejection(wrong)).code, 'internal');
  assert.is(attempts, 4, 'what is not the connection is not tried again');
  await link.close();
});

suite('scripts run whether the server knows them or not', async () => {
  const link = await open(redis.url);
  const lua = 'return {KEYS[1], ARGV[1]}';
  assert.equal(await link.runScript(lua, ['k'], ['a']), ['k', 'a']);
  await link.call((connection) => connection.script('FLUSH'));
  assert.equal(await link.runScript(lua, ['k'], [5]), ['k', '5']);
  await link.close();
});

suite('after the close everything is refused at once', async () => {
  const link = await open(redis.url);
  await link.close();
  assert.ok(link.closed.aborted);
  assert.is((await rejection(link.call((connection) => connection.ping()))).code, 'aborted');
  await link.close();
});

suite('errors are told apart', () => {
  const codeOf = (message: string) => translateRedisError(new Error(message)).code;
  assert.is(codeOf('ERR user_script:58: LEASE_LOST script: b56b'), 'lease-lost');
  assert.is(codeOf('OOM command not allowed when used memory > maxmemory'), 'redis-unavailable');
  assert.is(codeOf('MISCONF Errors writing to the AOF file'), 'redis-unavailable');
  assert.is(codeOf('Command timed out'), 'redis-unavailable');
  assert.is(codeOf('read ECONNRESET'), 'redis-unavailable');
  assert.is(codeOf('WRONGTYPE Operation against a key'), 'internal');
  const own = new AppError('timeout', 'late');
  assert.is(translateRedisError(own), own);
  assert.ok(isConnectionLost(new Error('Connection is closed.')));
  assert.not(isConnectionLost(new Error('WRONGTYPE')));
  assert.not(isConnectionLost('Connection is closed.'));
});

suite.run();
