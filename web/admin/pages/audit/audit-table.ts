import { html } from 'hono/html';
import type { AuditView } from '../../../../control/admin/audit.ts';
import type { AuditRecord } from '../../../../storage/sql/records.ts';
import type { Scene } from '../../scene.ts';
import { shortDiff } from '../../view/diff.ts';
import { type Markup, name } from '../../view/markup.ts';
import { time } from '../../view/time.ts';

/** An action in words; one without words by its name. */
export function actionText({ texts: { trail } }: Scene, action: string): string {
  return trail.actions.get(action) ?? action;
}

/** What an action was about, as a link where there is a page of it. */
export function targetLink(target: string): Markup {
  const [kind = '', ...rest] = target.split(':');
  const id = rest.join(':');
  const folder = { user: 'users', stream: 'streams', track: 'tracks' }[kind];
  return folder === undefined || id === ''
    ? name(target)
    : html`<a href="/admin/${folder}/${encodeURIComponent(id)}">${name(target)}</a>`;
}

/** The latest entries in short, as they stand on other pages. */
export function shortAudit(scene: Scene, rows: readonly (AuditRecord | AuditView)[], empty: string): Markup {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ol class="trail">${rows.map(
    (row) => html`<li><a href="/admin/audit/${row.auditId}">${time(scene.locale, row.at)}</a>
<span><b>${name(row.adminName)}</b> ${actionText(scene, row.action)} <span class="soft">${targetLink(row.target)}</span>
<small>${shortDiff(scene, row.before, row.after)}</small></span></li>`,
  )}</ol>`;
}
