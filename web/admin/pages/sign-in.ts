import { html } from 'hono/html';
import type { Route, WebContext } from '../../route.ts';
import { showMessage, showPage } from '../answers.ts';
import { openScene } from '../open-scene.ts';
import type { PanelDependencies } from '../panel-dependencies.ts';
import { leaveNote } from '../request/note.ts';
import type { Scene } from '../scene.ts';
import { hiddenFields } from '../view/form.ts';
import { plainName } from '../view/markup.ts';

/** What a secret can look like: anything else is nobody's. */
const secretPattern = /^[\w-]{16,200}$/;

/**
 * Signing in and out. A GET only asks, so that previews of links (and browsers that fetch ahead) use nothing up; the POST signs in, with a
 * new session whatever the browser brought.
 */
export function signInRoutes(dependencies: PanelDependencies): readonly Route[] {
  const { control, access } = dependencies;

  async function ask(context: WebContext, secret: string): Promise<Response> {
    const scene = await openScene(dependencies, context);
    const { entry } = scene.texts;
    if (secret === '') return await showHow(context, scene, 200);
    const person = secretPattern.test(secret) ? await control.admin.access.peek(secret) : null;
    if (person === null) return await showUsed(context, scene);
    // Whoever is signed in already sees no navigation here: the question is who they will be.
    const outside = { ...scene, viewer: null };
    const body = html`<div class="message"><h1>${entry.asName(plainName(person.name))}</h1><p>${entry.asHint}</p>
<form method="post" action="/admin/sign-in">${hiddenFields({ link: secret })}<button>${entry.button}</button></form></div>`;
    return await showPage({ context, scene: outside }, { title: entry.title, body });
  }

  async function signIn(context: WebContext): Promise<Response> {
    const secret = new URLSearchParams(await context.req.text()).get('link') ?? '';
    const previous = access.cookie.read(context.req.header('cookie'));
    const result = secretPattern.test(secret)
      ? await control.admin.access.signIn(secret, previous)
      : ({ type: 'expired' } as const);
    if (result.type === 'signed-in') {
      access.cookie.write(context, result.session);
      return context.redirect('/admin', 303);
    }
    const scene = await openScene(dependencies, context);
    if (result.type === 'expired') return await showUsed(context, scene);
    const { forbiddenTitle: title, lostRight: text } = scene.texts.entry;
    return await showMessage({ context, scene: { ...scene, viewer: null } }, { title, text }, 403);
  }

  async function signOut(context: WebContext): Promise<Response> {
    const session = access.cookie.read(context.req.header('cookie'));
    if (session !== null) await control.admin.access.signOut(session);
    access.cookie.clear(context);
    const scene = await openScene(dependencies, context);
    leaveNote(context, { text: scene.texts.entry.signedOut, isBad: false, undo: null });
    return context.redirect('/admin/sign-in', 303);
  }

  return [
    { method: 'GET', path: '/admin/sign-in', rule: 'public', handle: (it) => ask(it, it.req.query('link') ?? '') },
    {
      method: 'GET',
      path: '/admin/sign-in/:secret',
      rule: 'public',
      handle: (it) => ask(it, it.req.param('secret') ?? ''),
    },
    { method: 'POST', path: '/admin/sign-in', rule: 'public', handle: signIn },
    { method: 'POST', path: '/admin/sign-out', rule: 'public', handle: signOut },
  ];
}

/** Says how to get in. */
export async function showHow(context: WebContext, scene: Scene, status: 200 | 401): Promise<Response> {
  const { entry } = scene.texts;
  const more = html`<p class="soft">${entry.howWho}</p>`;
  const outside = { ...scene, viewer: null };
  return await showMessage({ context, scene: outside }, { title: entry.howTitle, text: entry.howText, more }, status);
}

async function showUsed(context: WebContext, scene: Scene): Promise<Response> {
  const { usedTitle: title, usedText: text } = scene.texts.entry;
  return await showMessage({ context, scene }, { title, text }, 410);
}
