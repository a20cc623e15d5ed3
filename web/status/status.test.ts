import { readFileSync } from 'node:fs';
import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createStatus } from './status.ts';

const suite = describe('the status page over HTTP');
const moderator = {
  person: { id: 5, name: '@mod' },
  role: 'moderator',
  isBlocked: false,
  isChatOperator: false,
} as const;

interface Case {
  readonly viewer?: 'moderator' | 'away';
  readonly isPublic?: boolean;
  readonly language?: 'en' | 'ru' | null;
}

function ask({ viewer, isPublic = false, language = null }: Case, headers: Record<string, string> = {}, path = '/') {
  const readViewer = async () => {
    if (viewer === 'away') throw new AppError('redis-unavailable', 'away');
    return viewer === 'moderator' ? { actor: moderator, session: 's' } : null;
  };
  const { app } = createStatus({ access: { readViewer }, isPublic, languageOf: async () => language });
  return app.request(path, { headers }, { incoming: { headers: {} } });
}

suite('who is not signed in is told how to get in, and sees nothing', async () => {
  const answer = await ask({});
  const text = await answer.text();
  assert.is(answer.status, 200);
  assert.match(text, '/panel');
  assert.not.match(text, 'status.js');
});

suite('moderators see it, with the way into the panel; the public without', async () => {
  const staff = await (await ask({ viewer: 'moderator' })).text();
  assert.ok(staff.includes('status.js') && staff.includes('href="/admin"'));
  const open = await (await ask({ isPublic: true })).text();
  assert.ok(open.includes('status.js') && !open.includes('href="/admin"'));
});

suite('while nobody can say who it is, the public page stays, the other says so', async () => {
  assert.is((await ask({ viewer: 'away', isPublic: true })).status, 200);
  const answer = await ask({ viewer: 'away' });
  assert.is(answer.status, 503);
  assert.match(await answer.text(), 'reload');
});

suite('speaks the language that was chosen, else the browser’s', async () => {
  const russian = { 'accept-language': 'ru-RU,ru;q=0.9' };
  const of = async (it: Case, headers = {}) => /lang="(\w+)"/.exec(await (await ask(it, headers)).text())?.[1];
  assert.is(await of({}, russian), 'ru');
  assert.is(await of({}), 'en');
  assert.is(await of({ viewer: 'moderator', language: 'en' }, russian), 'en');
  assert.is(await of({ viewer: 'moderator', language: 'ru' }), 'ru');
});

suite('one module with all that it imports on its way at once, one style', async () => {
  const text = await (await ask({ isPublic: true })).text();
  const [style, ...otherStyles] = text.match(/<link rel="stylesheet"[^>]*>/g) ?? [];
  assert.equal([style !== undefined, otherStyles.length, text.match(/<script type="module"/g)?.length], [true, 0, 1]);
  const preloaded = [...text.matchAll(/rel="modulepreload" href="[^"]*\/([^"/]+)"/g)].map(([, name]) => name);
  const imported = ['status.js', 'streams.js', 'card.js', 'texts.js'].flatMap((name) => {
    const source = readFileSync(new URL(`static/${name}`, import.meta.url), 'utf8');
    return [...source.matchAll(/^import .*'\.\/([^']+)';$/gm)].map(([, from]) => from);
  });
  assert.equal(preloaded.sort(), [...new Set(imported)].sort());
});

suite('allows no script but its own, and is asked for anew each time; its files are kept', async () => {
  const page = await ask({ viewer: 'moderator' });
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, "script-src 'self'");
  assert.match(policy, "frame-ancestors 'none'");
  assert.not.match(policy, 'unsafe');
  assert.match(page.headers.get('cache-control') ?? '', 'no-cache');
  const text = await page.text();
  assert.not.match(text, /<script(?![^>]*(src=|application\/json))/);
  assert.not.match(text, /style=|onclick=/);
  for (const [, path] of text.matchAll(/(?:src|href)="(\/status\/[^"]+)"/g)) {
    const file = await ask({}, { 'accept-encoding': 'br' }, path);
    assert.is(file.status, 200, path);
    assert.match(file.headers.get('cache-control') ?? '', 'immutable');
  }
});

suite.run();
