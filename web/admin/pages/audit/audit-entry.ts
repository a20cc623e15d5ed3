import { html } from 'hono/html';
import { mayRevert } from '../../../../control/admin/audit/reversible.ts';
import type { AuditView } from '../../../../control/admin/audit.ts';
import { forbidden, goTo, notFound, showPage } from '../../answers.ts';
import { get, post } from '../../panel-route.ts';
import { adminRequest } from '../../request/operation.ts';
import { pageBefore } from '../../request/page-before.ts';
import { readId } from '../../request/read-id.ts';
import type { SignedIn } from '../../scene.ts';
import { diff } from '../../view/diff.ts';
import { facts, section } from '../../view/facts.ts';
import { actionButton } from '../../view/form.ts';
import { type Markup, name, nothing } from '../../view/markup.ts';
import { time } from '../../view/time.ts';
import { actionText, targetLink } from './audit-table.ts';

/** GET /admin/audit/:id: one action, with what it changed. */
export const showEntry = get('/admin/audit/:id', async ({ control }, call) => {
  const id = readId(call.context.req.param('id'));
  const found = id === null ? null : await control.admin.audit.find({ actor: call.actor }, id);
  if (found === null || found.type === 'not-found') return await notFound(call);
  if (found.type === 'forbidden') return await forbidden(call, found);
  const { texts } = call.scene;
  return await showPage(call, { title: texts.trail.entry(found.value.auditId), body: draw(call.scene, found.value) });
});

/** POST /admin/audit/:id/revert: takes it back. `back`: from a note, whose page is shown again. */
export const revertEntry = post('/admin/audit/:id/revert', 'read-admin', async ({ control }, call) => {
  const { form, scene, context } = call;
  const id = readId(context.req.param('id'));
  const result = id === null ? null : await control.admin.audit.revert(adminRequest(call), id);
  if (result === null || result.type === 'not-found') return await notFound(call);
  if (result.type === 'forbidden') return await forbidden(call, result);
  const { trail } = scene.texts;
  const path = form.get('back') === null ? `/admin/audit/${id}` : pageBefore(context, '/admin');
  if (result.type === 'done') return goTo(call, path, { text: trail.reverted });
  return goTo(call, path, { text: result.type === 'stale' ? trail.stale : trail.notReversible, isBad: true });
});

function draw(scene: SignedIn, entry: AuditView): Markup {
  const { trail } = scene.texts;
  // An anonymous administrator goes by the id of the chat, and has no page.
  const who = name(entry.adminName);
  const isOpen = entry.isReversible && entry.revertedBy === null && mayRevert(scene.viewer.actor, entry);
  return html`<div class="heading"><h1>${trail.entry(entry.auditId)}</h1></div>
<section class="part">${facts([
    [trail.who, entry.adminId > 0 ? html`<a href="/admin/users/${entry.adminId}">${who}</a>` : who],
    [trail.what, html`${actionText(scene, entry.action)} <code>${entry.action}</code>`],
    [trail.target, targetLink(entry.target)],
    [trail.when, time(scene.locale, entry.at)],
    [trail.origin, trail.origins[entry.origin]],
    ...(entry.revertedBy === null
      ? []
      : [[trail.revertedBy, html`<a href="/admin/audit/${entry.revertedBy}">${entry.revertedBy}</a>`] as const]),
  ])}</section>
${section(trail.changed, diff(scene, entry.before, entry.after))}
${
  isOpen
    ? html`<p class="soft">${trail.revertAbout}</p>${actionButton(scene, { action: `/admin/audit/${entry.auditId}/revert`, label: trail.revert })}`
    : nothing
}`;
}
