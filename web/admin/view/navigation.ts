import { html } from 'hono/html';
import type { SignedIn } from '../scene.ts';
import { type Markup, name } from './markup.ts';

/** Where one can go, who one is, and the way out. */
export function navigation({ texts: { frame, people }, viewer, path, operation }: SignedIn): Markup {
  const places = [
    ['/admin', frame.dashboard],
    ['/admin/users', frame.users],
    ['/admin/streams', frame.streams],
    ['/admin/tracks', frame.tracks],
    ['/admin/audit', frame.audit],
  ] as const;
  const isHere = (href: string) => (href === '/admin' ? path === href : path.startsWith(href));
  return html`<header class="side">
<a class="brand" href="/admin"><span class="wave" aria-hidden="true"></span>Efir</a>
<nav aria-label="${frame.navigation}"><ul>
${places.map(([href, label]) => html`<li><a href="${href}"${isHere(href) ? html` aria-current="page"` : ''}>${label}</a></li>`)}
</ul></nav>
<div class="me">
<a href="/" class="quiet">${frame.statusPage}</a>
<a href="/admin/account"${isHere('/admin/account') ? html` aria-current="page"` : ''}><span class="who">${name(viewer.actor.person.name)}</span>
<small>${people.roles[viewer.actor.role]}</small></a>
<form method="post" action="/admin/sign-out"><input type="hidden" name="operation" value="${operation}">
<button class="link">${frame.signOut}</button></form>
</div>
</header>`;
}
