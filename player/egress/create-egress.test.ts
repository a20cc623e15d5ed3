import { once } from 'node:events';
import http, { type RequestListener, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { createEgress, type EgressOptions } from './create-egress.ts';
import { refusalOf } from './egress-error.ts';

const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const never = new AbortController().signal;
const maxBytes = 2 ** 20;

interface Context {
  server: Server;
  port: number;
  /** What the server does with each request. */
  answer: RequestListener;
  seen: string[];
}

const test = suite<Context>('egress');

test.before.each(async (context) => {
  context.seen = [];
  context.server = http.createServer((request, response) => {
    context.seen.push(request.url ?? '');
    context.answer(request, response);
  });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
  context.port = (context.server.address() as AddressInfo).port;
});

test.after.each(async ({ server }) => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function egressTo({ port }: Context, options: Partial<EgressOptions> = {}) {
  return createEgress({ allow: [{ host: '127.0.0.1', port }], log, ...options });
}

/** Opens and reads to the end: the body, or the refusal from wherever it came. */
async function fetchAll(egress: ReturnType<typeof createEgress>, url: string, signal = never) {
  const answer = await egress.open(url, { signal, maxBytes });
  if (answer.type === 'refused') return answer.refusal;
  try {
    return (await buffer(answer.stream)).toString('latin1');
  } catch (error) {
    return refusalOf(error) ?? Promise.reject(error);
  }
}

test('gives body, type, length and the final address', async (context) => {
  context.answer = (request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else response.writeHead(200, { 'content-type': 'Audio/MPEG; x=1', 'content-length': 4 }).end('abcd');
  };
  const answer = await egressTo(context).open(`http://127.0.0.1:${context.port}/a`, { signal: never, maxBytes });
  assert.is(answer.type, 'ok');
  if (answer.type !== 'ok') return;
  assert.is((await buffer(answer.stream)).toString(), 'abcd');
  assert.equal([answer.contentType, answer.contentLength, answer.finalUrl.pathname], ['audio/mpeg', 4, '/b']);
});

test('without an exception the loopback is closed, and nothing is sent', async (context) => {
  context.answer = (_request, response) => response.end('secret');
  const egress = createEgress({ allow: [], log });
  const refused = { code: 'url-private' };
  assert.equal(await fetchAll(egress, `http://127.0.0.1:${context.port}/`), refused);
  assert.equal(await fetchAll(egress, `http://localhost:${context.port}/`), refused);
  assert.equal(context.seen, []);
});

test('a name that resolves to a closed address is refused, also when only one of several is', async (context) => {
  const resolveName = async (host: string) =>
    host === 'mixed.example'
      ? [
          { address: '93.184.216.34', family: 4 },
          { address: '10.0.0.5', family: 4 },
        ]
      : [{ address: '::ffff:169.254.169.254', family: 6 }];
  const egress = egressTo(context, { resolveName });
  assert.equal(await fetchAll(egress, 'http://mixed.example/a.mp3'), { code: 'url-private' });
  assert.equal(await fetchAll(egress, 'https://meta.example/a.mp3'), { code: 'url-private' });
});

test('a redirect into a private network is refused', async (context) => {
  const other = http.createServer((_request, response) => response.end('secret')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  for (const location of [target, 'http://2130706433/', 'http://[::1]/', 'http://169.254.169.254/latest']) {
    context.answer = (_request, response) => response.writeHead(302, { location }).end();
    const refusal = await fetchAll(egressTo(context), `http://127.0.0.1:${context.port}/`);
    assert.equal(refusal, { code: 'url-private' }, location);
  }
  context.answer = (_request, response) => response.writeHead(307, { location: 'file:///etc/passwd' }).end();
  assert.equal(await fetchAll(egressTo(context), `http://127.0.0.1:${context.port}/`), { code: 'url-scheme' });
  other.close();
});

test('redirects are followed five times', async (context) => {
  context.answer = (request, response) => {
    const n = Number(request.url?.slice(1));
    if (n === 0) response.end('end');
    else response.writeHead(301, { location: `/${n - 1}` }).end();
  };
  const url = `http://127.0.0.1:${context.port}`;
  assert.is(await fetchAll(egressTo(context), `${url}/5`), 'end');
  assert.equal(await fetchAll(egressTo(context), `${url}/6`), { code: 'url-status', status: 301 });
});

for (const [what, answer, refusal] of [
  ['404', (_q, r) => r.writeHead(404).end('x'), { code: 'url-status', status: 404 }],
  ['500', (_q, r) => r.writeHead(500).end('x'), { code: 'url-status', status: 500 }],
  ['no content', (_q, r) => r.writeHead(204).end(), { code: 'url-empty' }],
  ['length 0', (_q, r) => r.writeHead(200, { 'content-length': 0 }).end(), { code: 'url-empty' }],
  ['an empty chunked body', (_q, r) => r.end(), { code: 'url-empty' }],
  [
    'HTML',
    (_q, r) => r.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>'),
    { code: 'url-html' },
  ],
  [
    'HTML in disguise',
    (_q, r) => r.writeHead(200, { 'content-type': 'audio/mpeg' }).end('\n<!DOCTYPE html><html>'),
    { code: 'url-html' },
  ],
  [
    'a declared length beyond the limit',
    (_q, r) => r.writeHead(200, { 'content-length': 2 ** 21 }).end(),
    { code: 'too-large', limitMb: 1 },
  ],
  [
    'more than the limit, undeclared',
    (_q, r) => {
      r.write(Buffer.alloc(2 ** 20));
      r.end('x');
    },
    { code: 'too-large', limitMb: 1 },
  ],
  [
    'radio by its headers',
    (_q, r) => {
      r.writeHead(200, { 'content-type': 'audio/mpeg', 'icy-name': 'Radio' }).write('x');
    },
    { code: 'url-endless' },
  ],
  [
    'less than declared',
    (_q, r) => {
      r.writeHead(200, { 'content-length': 100 }).write('half', () => r.destroy());
    },
    { code: 'truncated' },
  ],
  ['a hang-up', (q) => q.socket.destroy(), { code: 'url-no-answer' }],
] as [string, RequestListener, object][]) {
  test(`refuses ${what}`, async (context) => {
    context.answer = answer;
    assert.equal(await fetchAll(egressTo(context), `http://127.0.0.1:${context.port}/a`), refusal);
  });
}

test('refuses a site that takes too long: headers, idle body, whole body', async (context) => {
  const url = `http://127.0.0.1:${context.port}/`;
  context.answer = () => undefined;
  const slow = { code: 'url-no-answer' };
  assert.equal(await fetchAll(egressTo(context, { limits: { headersMs: 50 } }), url), slow);
  context.answer = (_request, response) => void response.writeHead(200, { 'content-length': 100 }).write('x');
  assert.equal(await fetchAll(egressTo(context, { limits: { idleMs: 50 } }), url), slow);
  assert.equal(await fetchAll(egressTo(context, { limits: { totalMs: 50 } }), url), { code: 'too-long-to-answer' });
});

test('refuses what flows like a broadcast, not what flows like a file', async (context) => {
  const url = `http://127.0.0.1:${context.port}/`;
  const limits = { burstMs: 50, endlessMs: 250, totalMs: 500 };
  let pieces: NodeJS.Timeout | undefined;
  context.answer = (_request, response) => {
    response.write(Buffer.alloc(100_000));
    pieces = setInterval(() => response.write(Buffer.alloc(160)), 10);
  };
  assert.equal(await fetchAll(egressTo(context, { limits }), url), { code: 'url-endless' });
  clearInterval(pieces);
  context.answer = (_request, response) => {
    let n = 0;
    pieces = setInterval(() => (++n < 20 ? response.write(Buffer.alloc(20_000)) : response.end()), 15);
  };
  const body = await fetchAll(egressTo(context, { limits: { ...limits, totalMs: 20_000 } }), url);
  assert.is(String(body).length, 19 * 20_000);
  clearInterval(pieces);
});

test('refuses a Shoutcast server and what is no HTTP at all', async () => {
  for (const [greeting, code] of [
    ['ICY 200 OK\r\nicy-name: x\r\n\r\n', 'url-endless'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'url-no-answer'],
  ] as const) {
    const server = net.createServer((socket) => socket.end(greeting)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const egress = createEgress({ allow: [{ host: '127.0.0.1', port }], log });
    assert.equal(await fetchAll(egress, `http://127.0.0.1:${port}/`), { code });
    assert.equal(await fetchAll(egress, `https://127.0.0.1:${port}/`), { code: 'url-no-answer' });
    server.close();
  }
});

test('refuses a closed port and an unknown name', async (context) => {
  const egress = egressTo(context, {
    resolveName: async () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
  });
  const url = `http://127.0.0.1:${context.port}/`;
  context.server.close();
  await once(context.server, 'close');
  assert.equal(await fetchAll(egress, url), { code: 'url-no-answer' });
  assert.equal(await fetchAll(egress, 'http://nowhere.example/a.mp3'), { code: 'url-no-answer' });
  context.server.listen(0, '127.0.0.1');
  await once(context.server, 'listening');
});

test('the signal ends the wait for headers and the body', async (context) => {
  const url = `http://127.0.0.1:${context.port}/`;
  const codeOf = (work: Promise<unknown>) =>
    work.then(String, (error) => (error instanceof AppError ? error.code : error));
  context.answer = () => first.abort();
  const first = new AbortController();
  assert.is(await codeOf(fetchAll(egressTo(context), url, first.signal)), 'aborted');
  const second = new AbortController();
  context.answer = (_request, response) => void response.write('x', () => second.abort());
  assert.is(await codeOf(fetchAll(egressTo(context), url, second.signal)), 'aborted');
});

test('destroying the stream ends the connection', async (context) => {
  const closed = new Promise((resolve) => {
    context.answer = (_request, response) => {
      response.once('close', resolve);
      response.write('x');
    };
  });
  const answer = await egressTo(context).open(`http://127.0.0.1:${context.port}/`, { signal: never, maxBytes });
  if (answer.type === 'ok') answer.stream.destroy();
  await closed;
});

test('a body that fails before anybody reads it does not end the process', async (context) => {
  context.answer = (_request, response) => response.writeHead(200, { 'content-type': 'audio/mpeg' }).end();
  const answer = await egressTo(context).open(`http://127.0.0.1:${context.port}/`, { signal: never, maxBytes });
  assert.is(answer.type, 'ok');
  if (answer.type !== 'ok') return;
  await new Promise((resolve) => answer.stream.once('close', resolve));
  const failure = await buffer(answer.stream).catch((error: unknown) => error);
  assert.equal(refusalOf(failure), { code: 'url-empty' }, 'the late reader still meets the error');
});

test('a broadcast: asked for titles, as long as it flows, whatever its speed and size', async (context) => {
  let asked: string | string[] | undefined;
  context.answer = (request, response) => {
    asked = request.headers['icy-metadata'];
    response.writeHead(200, { 'icy-name': 'R' }).write('x'.repeat(100));
  };
  const egress = egressTo(context, { limits: { totalMs: 50, burstMs: 10, endlessMs: 20, idleMs: 400 } });
  const answer = await egress.openLive(`http://127.0.0.1:${context.port}/`, { signal: never });
  assert.is(answer.type, 'ok');
  if (answer.type !== 'ok') return;
  assert.is(asked, '1');
  const startedAt = performance.now();
  const error: unknown = await buffer(answer.stream).catch((thrown) => thrown);
  assert.equal(refusalOf(error), { code: 'url-no-answer' }, 'until it stalls');
  assert.ok(performance.now() - startedAt > 300);
});

test('a broadcast is guarded as any link', async (context) => {
  const egress = egressTo(context);
  const refusalAt = async (url: string) => {
    const answer = await egress.openLive(url, { signal: never });
    return answer.type === 'refused' ? answer.refusal : null;
  };
  context.answer = (request, response) => {
    if (request.url === '/in') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    else response.writeHead(503).end();
  };
  const base = `http://127.0.0.1:${context.port}`;
  assert.equal(await refusalAt(`${base}/in`), { code: 'url-private' });
  assert.equal(await refusalAt(`${base}/full`), { code: 'url-status', status: 503 });
  assert.equal(await refusalAt('http://localhost:1/'), { code: 'url-private' });
});

test('a part of a file; a site that gives the whole instead is refused', async (context) => {
  context.answer = (request, response) => {
    const isPart = request.url === '/part';
    response.writeHead(isPart ? 206 : 200).end(isPart ? String(request.headers.range) : 'all of it');
  };
  const open = (path: string) =>
    egressTo(context).open(`http://127.0.0.1:${context.port}${path}`, {
      signal: never,
      maxBytes,
      range: { from: 5, length: 3 },
    });
  const part = await open('/part');
  assert.is(part.type === 'ok' && (await buffer(part.stream)).toString(), 'bytes=5-7');
  assert.equal(await open('/whole'), { type: 'refused', refusal: { code: 'url-status', status: 200 } });
});

test.run();
