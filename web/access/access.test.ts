import type { IncomingMessage } from 'node:http';
import { Hono } from 'hono';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor } from '../../control/dependencies.ts';
import type { WebEnv } from '../route.ts';
import { callerAddress } from './caller-address.ts';
import { isOwnOrigin } from './own-origin.ts';
import { pageHeaders } from './page-headers.ts';
import { createSessionCookie } from './session-cookie.ts';
import { createWebAccess } from './web-access.ts';

const test = suite('who calls a page, and from where');

test('an origin is ours when it is that of PUBLIC_URL or of the host the request was sent to', () => {
  const own = (origin: string | undefined, host: string | undefined, publicUrl?: string) =>
    isOwnOrigin({ origin, host }, publicUrl);
  assert.ok(own('http://127.0.0.1:8080', '127.0.0.1:8080'));
  assert.ok(own('https://efir.example', 'EFIR.example'));
  assert.ok(own('https://efir.example', '127.0.0.1:8080', 'https://efir.example/panel'), 'behind a proxy');
  for (const [origin, host] of [
    [undefined, '127.0.0.1:8080'],
    ['null', '127.0.0.1:8080'],
    ['', ''],
    ['http://evil.example', '127.0.0.1:8080'],
    ['http://127.0.0.1:8081', '127.0.0.1:8080'],
    ['http://127.0.0.1:8080.evil.example', '127.0.0.1:8080'],
    ['http://127.0.0.1:8080@evil.example', '127.0.0.1:8080'],
    ['http://127.0.0.1:8080/path', '127.0.0.1:8080'],
    ['file://127.0.0.1:8080', '127.0.0.1:8080'],
    ['http://127.0.0.1:8080', undefined],
  ] as const) {
    assert.not.ok(own(origin, host), `${origin} to ${host}`);
  }
  assert.not.ok(own('http://efir.example', '127.0.0.1', 'https://efir.example'), 'http is not https');
});

test('the cookie: HttpOnly, SameSite=Lax, Path=/, seven days; behind https Secure and __Host-', async () => {
  const headersOf = async (isSecure: boolean) => {
    const app = new Hono<WebEnv>();
    app.get('/', (context) => {
      createSessionCookie(isSecure).write(context, 'a-session-of-somebody');
      return context.text('');
    });
    app.get('/out', (context) => {
      createSessionCookie(isSecure).clear(context);
      return context.text('');
    });
    const [written, cleared] = [await app.request('/'), await app.request('/out')];
    return [written.headers.get('set-cookie') ?? '', cleared.headers.get('set-cookie') ?? ''];
  };
  const [plain = '', cleared = ''] = await headersOf(false);
  assert.match(plain, /^efir=a-session-of-somebody;/);
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=604800']) assert.match(plain, part);
  assert.not.match(plain, 'Secure');
  assert.match(cleared, 'Max-Age=0');
  const [secure = ''] = await headersOf(true);
  assert.match(secure, /^__Host-efir=/);
  assert.match(secure, 'Secure');
});

test('only what can be a session is read from a Cookie header', () => {
  const { read } = createSessionCookie(false);
  assert.is(read('theme=dark; efir=0123456789abcdef; x=1'), '0123456789abcdef');
  for (const header of [
    undefined,
    '',
    'efir=',
    'efir=short',
    `efir=${'a'.repeat(5_000)}`,
    'efir="<script>alert(1)"',
    'xefir=0123456789abcdef',
  ]) {
    assert.is(read(header), null, header?.slice(0, 40));
  }
  assert.is(createSessionCookie(true).read('efir=0123456789abcdef'), null, 'a cookie of http counts nothing on https');
});

const from = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as IncomingMessage;

test('an address is the socket’s; behind our own proxy what it added last', () => {
  assert.is(callerAddress(from('203.0.113.5', '10.0.0.1'), 'https://efir.example'), '203.0.113.5', 'no proxy of ours');
  assert.is(callerAddress(from('127.0.0.1', '198.51.100.1'), undefined), '127.0.0.1', 'no proxy is configured');
  assert.is(callerAddress(from('127.0.0.1', 'made-up, 198.51.100.1'), 'https://efir.example'), '198.51.100.1');
  assert.is(callerAddress(from('::ffff:127.0.0.1', ''), 'https://efir.example'), '::ffff:127.0.0.1');
  assert.is(callerAddress(from(undefined), undefined), 'unknown');
});

test('a viewer is whoever the session says, also for an upgrade', async () => {
  const olga: Actor = { person: { id: 1, name: '@olga' }, role: 'moderator', isBlocked: false, isChatOperator: false };
  const asked: string[] = [];
  const readSession = async (session: string) => {
    asked.push(session);
    return session === 'the-session-of-olga' ? olga : null;
  };
  const access = createWebAccess({ access: { readSession }, publicUrl: undefined });
  const viewerOf = (cookie?: string) => access.readViewer({ headers: cookie === undefined ? {} : { cookie } });
  assert.equal(await viewerOf('efir=the-session-of-olga'), { actor: olga, session: 'the-session-of-olga' });
  assert.is(await viewerOf('efir=a-session-of-nobody'), null);
  assert.is(await viewerOf(), null);
  assert.equal(asked, ['the-session-of-olga', 'a-session-of-nobody'], 'without a cookie nothing is asked');
});

test('pages: nothing inline, nothing from elsewhere, no frames; the socket of this host only', async () => {
  const app = new Hono();
  app.use(pageHeaders);
  app.get('/', (context) => context.html('<p>'));
  const headers = async (host: string) => (await app.request('/', { headers: { host } })).headers;
  const found = await headers('efir.example:8080');
  const policy = found.get('content-security-policy') ?? '';
  for (const part of [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self' ws://efir.example:8080 wss://efir.example:8080",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]) {
    assert.match(policy, part);
  }
  assert.not.match(policy, 'unsafe');
  assert.is(found.get('x-content-type-options'), 'nosniff');
  assert.is(found.get('referrer-policy'), 'same-origin');
  assert.is(found.get('x-frame-options'), 'DENY');
  const odd = (await headers("x; script-src 'unsafe-inline'")).get('content-security-policy') ?? '';
  assert.not.match(odd, 'unsafe', 'a host cannot write the policy');
});

test.run();
