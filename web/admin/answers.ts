import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Forbidden } from '../../control/admin/results.ts';
import type { WebContext } from '../route.ts';
import { findUndo } from './find-undo.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import type { Call } from './panel-route.ts';
import { leaveNote } from './request/note.ts';
import { adminRequest } from './request/operation.ts';
import type { Scene } from './scene.ts';
import type { Markup } from './view/markup.ts';
import { type PageContent, page } from './view/page.ts';

/** Answers with a page. What was not let in or found replaces the whole content, also where htmx asked for a part of it. */
export function showPage(
  { context, scene }: { readonly context: WebContext; readonly scene: Scene },
  content: PageContent,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  // Pages are of one person and one moment.
  context.header('cache-control', 'no-store');
  if ((status >= 400 || content.isAnother === true) && context.req.header('hx-request') !== undefined) {
    context.header('hx-retarget', '#main');
    context.header('hx-reselect', '#main');
    context.header('hx-reswap', 'outerHTML');
  }
  return context.html(page(scene, content), status);
}

/** A page that says one thing, and where to go from there. */
export function showMessage(
  call: { readonly context: WebContext; readonly scene: Scene },
  it: { readonly title: string; readonly text: string; readonly more?: Markup },
  status: ContentfulStatusCode,
): Response | Promise<Response> {
  const { frame, entry } = call.scene.texts;
  const back = call.scene.viewer === null ? '' : html`<p><a href="/admin">${entry.missingBack}</a></p>`;
  const body = html`<div class="message"><h1>${it.title}</h1><p>${it.text}</p>${it.more ?? ''}${back}</div>`;
  return showPage(call, { title: it.title || frame.navigation, body }, status);
}

/** 404, with a way back. */
export async function notFound(call: Call): Promise<Response> {
  const { missingTitle: title, missing: text } = call.scene.texts.entry;
  return await showMessage(call, { title, text }, 404);
}

/** 403 that says who may. */
export async function forbidden(call: Call, { needs }: Pick<Forbidden, 'needs'>): Promise<Response> {
  const { entry, people } = call.scene.texts;
  const text = needs === null ? entry.forbiddenNobody : entry.forbiddenNeeds(people.roles[needs]);
  return await showMessage(call, { title: entry.forbiddenTitle, text }, 403);
}

/** Sends the browser to a page, with a note of what was done (so that a reload does not do it again). */
export function goTo(
  { context }: { readonly context: WebContext },
  path: string,
  note: { readonly text: string; readonly isBad?: boolean; readonly undo?: number | null },
): Response {
  leaveNote(context, { text: note.text, isBad: note.isBad ?? false, undo: note.undo ?? null });
  return context.redirect(path, 303);
}

/** As {@link goTo}, with *Undo* when what the request did to the target can be taken back. */
export async function goToDone(
  { control }: PanelDependencies,
  call: Call,
  { path, text, target }: { readonly path: string; readonly text: string; readonly target: string },
): Promise<Response> {
  return goTo(call, path, { text, undo: await findUndo(control.admin.audit, adminRequest(call), target) });
}
