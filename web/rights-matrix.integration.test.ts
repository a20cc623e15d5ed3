import { Hono } from 'hono';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Actor, Role } from '../control/dependencies.ts';
import { type ApiCaller, type ApiStage, openApiStage } from '../test/fixtures/api-stage.ts';
import { createPanel } from './admin/panel.ts';
import { mountRoutes, type Route, type WebEnv } from './route.ts';
import { createStatusRoutes } from './status/status-routes.ts';

/**
 * Every route of the panel, the API, the status page, health and metrics × every role. The tables of routes are the product's own; who
 * may use a route is said here once more, by what the route is about: a route that nobody thought of has no answer here, and fails.
 */
const test = suite('every route × every role');

/** Those that call. An operator is one of a chat only, which is nothing here. */
const callers = ['anonymous', 'blocked', 'user', 'operator', 'moderator', 'admin', 'owner'] as const;
type Caller = (typeof callers)[number];

/** Who may: the first of these, and all after it; `anonymous` is everybody. */
type Lowest = 'anonymous' | 'user' | 'moderator' | 'admin';

/** What is open to everybody (signing in asks for a secret). */
const open = [
  'GET /',
  'GET /api/v1/openapi.json',
  'GET /admin/sign-in',
  'GET /admin/sign-in/:secret',
  'POST /admin/sign-in',
  'POST /admin/sign-out',
];
/** Those that look, and steer, are moderators. */
const steering = /\/(queue|add|skip|stop|pause|unpause|resume|settings|undo|clear|move|remove|previous)\b/;
const ownThings = /^\/admin\/(account|language)|\/tokens\b|^\/admin\/session/;

/** SPEC.md, "Roles". */
function lowestOf({ method, path }: Pick<Route, 'method' | 'path'>): Lowest {
  if (open.includes(`${method} ${path}`)) return 'anonymous';
  if (path === '/api/v1/me') return 'user';
  // The form for what only admins create.
  if (/^GET .*\/new$/.test(`${method} ${path}`)) return 'admin';
  if (method === 'GET') return 'moderator';
  if (ownThings.test(path) || steering.test(path)) return 'moderator';
  // Whether exactly that entry may be taken back is the use case's to say.
  if (/\/audit\/:\w+\/revert$/.test(path)) return 'moderator';
  if (/\/(users|streams|tracks)\b/.test(path)) return 'admin';
  throw new Error(`who may ${method} ${path}? Say so in web/rights-matrix.integration.test.ts`);
}

function isIn(caller: Caller, lowest: Lowest): boolean {
  if (lowest === 'anonymous') return true;
  if (caller === 'anonymous' || caller === 'blocked') return false;
  return callers.indexOf(caller) >= callers.indexOf(lowest);
}

/** Scripts and styles: they say nothing about anybody. */
const files = /^GET \/(panel|status)\/[\w-]{12}\/:name$/;

let stage: ApiStage;
let routes: readonly Route[] = [];
/** What the server knows by itself, in the words of its tables. */
let served: readonly string[] = [];

test.before(async () => {
  stage = await openApiStage(({ control, access, log }) => {
    const assetUrl = (name: string) => `/assets/${name}`;
    // How often somebody may write is tested with the panel.
    const limits = { take: async () => ({ isAllowed: true, retryAfterMs: 0 }) };
    const panel = createPanel({ control, access, limits, log });
    const statusRoutes = createStatusRoutes({
      access,
      assets: { url: assetUrl },
      isPublic: false,
      languageOf: async () => null,
    });
    const status = mountRoutes({
      routes: statusRoutes,
      readViewer: async () => null,
      refuse: (context) => context.text('', 401),
      isOwnOrigin: () => false,
    });
    routes = [...panel.routes, ...statusRoutes];
    served = [panel.app, status].flatMap(servedBy);
    return [panel.app, status];
  });
  routes = [...routes, ...stage.api.group.routes];
  served = [...served, ...servedBy(stage.api.app)];
});
test.after(() => stage.close());

/** Methods and patterns that an app answers; what it does before or instead of any of them aside. */
function servedBy(app: Hono<WebEnv>): readonly string[] {
  return app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
}

const actorOf = (caller: Exclude<Caller, 'anonymous'>): Actor => ({
  person: { id: 1, name: caller },
  role: caller === 'blocked' ? 'admin' : caller === 'operator' ? 'user' : caller,
  isBlocked: caller === 'blocked',
  // Whoever steers a chat does so in that chat: no session and no token says that they do.
  isChatOperator: false,
});

test('what is served stands in a table', () => {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  assert.equal(
    served.filter((it) => !known.has(it) && !files.test(it)),
    [],
  );
  assert.ok(known.size > 60);
});

test('the rule of each route lets in those, and only those, who may', async () => {
  for (const caller of callers) {
    const viewer = caller === 'anonymous' ? null : { actor: actorOf(caller), session: 'x' };
    const app = new Hono<WebEnv>();
    app.route(
      '/',
      mountRoutes({
        routes: routes.map((route) => ({ ...route, handle: (context) => context.text('in') })),
        readViewer: async () => viewer,
        refuse: (context, why) => context.text(why, 403),
        isOwnOrigin: () => true,
      }),
    );
    for (const route of routes) {
      const { status } = await app.request(route.path.replaceAll(/:\w+|\*/g, '0'), { method: route.method });
      const expected = isIn(caller, lowestOf(route)) ? 200 : 403;
      assert.is(status, expected, `${caller}: ${route.method} ${route.path}`);
    }
  }
});

test('no write is taken from elsewhere, whoever is signed in', async () => {
  const viewer = { actor: actorOf('owner'), session: 'x' };
  const app = mountRoutes({
    routes: routes.map((route) => ({ ...route, handle: (context) => context.text('in') })),
    readViewer: async () => viewer,
    refuse: (context, why) => context.text(why, 403),
    isOwnOrigin: () => false,
  });
  for (const { method, path } of routes.filter((it) => it.method !== 'GET')) {
    const answer = await app.request(path.replaceAll(/:\w+|\*/g, '0'), { method });
    assert.is(await answer.text(), 'foreign-origin', `${method} ${path}`);
  }
});

/** Somebody of each kind who is signed in, as far as that goes: those who may not be were moderators when they signed in. */
async function prepare(
  caller: Exclude<Caller, 'anonymous'>,
): Promise<{ secret: string; signIn: () => Promise<string> }> {
  const isIn = caller === 'moderator' || caller === 'admin' || caller === 'owner';
  const one: ApiCaller = await stage.caller(isIn ? (caller as Role) : 'moderator');
  const { access } = stage.room.control.admin;
  const signIn = async () => {
    const link = await access.issueLink({ actor: one.actor, operation: crypto.randomUUID(), origin: 'chat' });
    const signed = link.type === 'issued' ? await access.signIn(link.secret, null) : link;
    return signed.type === 'signed-in' ? `efir=${signed.session}` : 'efir=none';
  };
  const cookie = await signIn();
  const { users } = stage.room.records;
  if (caller === 'blocked') await users.update(one.actor.person.id, { isBlocked: true });
  if (caller === 'user' || caller === 'operator') await users.update(one.actor.person.id, { role: 'user' });
  return { secret: one.secret, signIn: isIn ? signIn : async () => cookie };
}

/** Calls a route as somebody signed in by these headers, with ids of nothing and an empty body; gives the status. */
async function call({ method, path }: Route, headers: Readonly<Record<string, string>>): Promise<number> {
  const isApi = path.startsWith('/api/');
  const hasBody = method !== 'GET' && method !== 'DELETE';
  const answer = await fetch(stage.url + path.replaceAll(/:\w+|\*/g, '0'), {
    method,
    redirect: 'manual',
    headers: { ...headers, 'content-type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' },
    ...(hasBody ? { body: isApi ? '{}' : '' } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
}

for (const caller of callers) {
  test(`the running server and ${caller}: by session, and by token`, async () => {
    const signed = caller === 'anonymous' ? null : await prepare(caller);
    const byToken = { authorization: `Bearer ${signed?.secret ?? 'none'}` };
    for (const route of routes) {
      // One of the routes ends the session.
      const bySession = { cookie: (await signed?.signIn()) ?? 'efir=none', origin: stage.url };
      const lowest = lowestOf(route);
      // Nobody below a moderator has a session or a token at all.
      const expected = isIn(caller, lowest === 'user' ? 'moderator' : lowest);
      for (const headers of route.path.startsWith('/api/') ? [bySession, byToken] : [bySession]) {
        const status = await call(route, headers);
        const isRefused = status === 401 || status === 403;
        assert.is(isRefused, !expected, `${caller}: ${route.method} ${route.path}: ${status}`);
        assert.ok(status < 500, `${caller}: ${route.method} ${route.path}: ${status}`);
      }
    }
  });
}

test('health and metrics are open on this machine, whoever asks', async () => {
  for (const path of ['/livez', '/healthz', '/metrics', '/api/v1/metrics']) {
    assert.is((await fetch(stage.url + path)).status, 200, path);
  }
});

test.run();
