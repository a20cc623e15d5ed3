import { once } from 'node:events';
import http, { type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import { type EgressProxy, openEgressProxy } from './open-proxy.ts';

const test = suite<{ site: Server; port: number; asked: http.IncomingHttpHeaders[]; proxy: EgressProxy }>(
  'egress proxy',
);
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

test.before.each(async (context) => {
  context.asked = [];
  context.site = http.createServer((request, response) => {
    context.asked.push(request.headers);
    response.end(`here is ${request.url}`);
  });
  context.site.listen(0, '127.0.0.1');
  await once(context.site, 'listening');
  context.port = (context.site.address() as AddressInfo).port;
  const allow = [{ host: '127.0.0.1', port: context.port }];
  const resolveName = async () => [{ address: '10.0.0.1', family: 4 }];
  context.proxy = await openEgressProxy({ allow, log, resolveName });
});

test.after.each(async ({ site, proxy }) => {
  await proxy.close();
  site.closeAllConnections();
  site.close();
});

/** What the proxy answers to some bytes, until it has nothing more to say. */
async function say(proxy: EgressProxy, text: string, isKnown = true): Promise<string> {
  const { port, username, password } = new URL(proxy.url);
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  const authorization = isKnown ? `proxy-authorization: Basic ${basic}\r\n` : '';
  const socket = net.connect(Number(port), '127.0.0.1');
  socket.write(text.replace('AUTH\r\n', authorization));
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const get = (url: string) => `GET ${url} HTTP/1.1\r\nhost: x\r\nAUTH\r\nconnection: close\r\n\r\n`;
const connect = (to: string, then = '') => `CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\nAUTH\r\n\r\n${then}`;

test('passes on what is allowed, without the password', async ({ proxy, port, asked }) => {
  const answer = await say(proxy, get(`http://127.0.0.1:${port}/a`));
  assert.match(answer, /200 OK[\s\S]*here is \/a/);
  assert.is(asked[0]?.['proxy-authorization'], undefined);
});

test('tunnels to what is allowed', async ({ proxy, port }) => {
  const inside = 'GET /b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  assert.match(await say(proxy, connect(`127.0.0.1:${port}`, inside)), /200 Connection established[\s\S]*here is \/b/);
});

test('private addresses, names that lead to them and other schemes are closed', async ({ proxy, asked }) => {
  for (const url of ['http://127.0.0.1:1/', 'http://10.0.0.1/', 'http://inside.example/', 'file:///etc/passwd']) {
    assert.match(await say(proxy, get(url)), /^HTTP\/1.1 40[03]/, url);
  }
  for (const to of ['127.0.0.1:22', '[::1]:443', 'inside.example:443', '169.254.169.254:80']) {
    assert.match(await say(proxy, connect(to)), /^HTTP\/1.1 403/, to);
  }
  assert.is(asked.length, 0);
});

test('strangers on this machine are closed out', async ({ proxy, port, asked }) => {
  assert.match(await say(proxy, get(`http://127.0.0.1:${port}/a`), false), /^HTTP\/1.1 407/);
  assert.match(await say(proxy, connect(`127.0.0.1:${port}`), false), /^HTTP\/1.1 407/);
  assert.is(asked.length, 0);
});

test.run();
