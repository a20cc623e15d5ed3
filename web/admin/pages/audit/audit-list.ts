import { html } from 'hono/html';
import type { AuditFilter, AuditQuery, AuditView } from '../../../../control/admin/audit.ts';
import { forbidden, showPage } from '../../answers.ts';
import { csvResponse } from '../../csv.ts';
import { get } from '../../panel-route.ts';
import { type ListShape, type ListState, listQuery, listUrl, readListState } from '../../request/list-state.ts';
import type { Scene } from '../../scene.ts';
import type { Chip } from '../../view/chips.ts';
import { shortDiff } from '../../view/diff.ts';
import { type Column, list } from '../../view/list.ts';
import { name } from '../../view/markup.ts';
import { time } from '../../view/time.ts';
import { actionText, targetLink } from './audit-table.ts';

const kinds = ['user', 'stream', 'track', 'queue', 'playback', 'settings', 'token', 'panel'] as const;
const origins = ['chat', 'panel', 'api', 'system'] as const;

const shape: ListShape<'at'> = {
  path: '/admin/audit',
  sorts: ['at'],
  defaultSort: 'at',
  defaultOrder: 'desc',
  filters: { kind: kinds, origin: origins, who: null, target: null },
};

/** GET /admin/audit: who did what, newest first. */
export const listAudit = get('/admin/audit', async ({ control }, call) => {
  const { scene, actor, query } = call;
  const state = readListState(shape, query);
  const page = await control.admin.audit.list({ actor }, { ...listQuery(state), filter: filterOf(state) });
  if ('type' in page) return await forbidden(call, page);
  const { trail } = scene.texts;
  const body = list(scene, {
    title: trail.title,
    searchHint: trail.searchHint,
    count: trail.count,
    state,
    page,
    columns: columnsOf(scene, state),
    chips: chipsOf(scene, state, page.rows),
    exportPath: '/admin/audit.csv',
  });
  return await showPage(call, { title: trail.title, body });
});

/** GET /admin/audit.csv: the same, all of it. */
export const exportAudit = get('/admin/audit.csv', async ({ control }, call) => {
  const state = readListState(shape, call.query);
  const { search, sort, order } = listQuery(state);
  const rows = control.admin.audit.each({ actor: call.actor }, { search, sort, order, filter: filterOf(state) });
  if ('type' in rows) return await forbidden(call, rows);
  return csvResponse(call.context, 'audit', rows, {
    id: (it) => it.auditId,
    at: (it) => new Date(it.at).toISOString(),
    adminId: (it) => it.adminId,
    adminName: (it) => it.adminName,
    action: (it) => it.action,
    target: (it) => it.target,
    before: (it) => JSON.stringify(it.before),
    after: (it) => JSON.stringify(it.after),
    origin: (it) => it.origin,
  });
});

function filterOf({ filters }: ListState<'at'>): NonNullable<AuditQuery['filter']> {
  const adminId = Number(filters['who']);
  const origin = origins.find((it) => it === filters['origin']);
  const filter: AuditFilter = {
    ...(filters['who'] !== undefined && Number.isSafeInteger(adminId) ? { adminId } : {}),
    ...(filters['kind'] === undefined ? {} : { kind: filters['kind'] }),
    ...(filters['target'] === undefined ? {} : { target: filters['target'] }),
    ...(origin === undefined ? {} : { origin }),
  };
  return filter;
}

function columnsOf(scene: Scene, state: ListState<'at'>): readonly Column<AuditView, 'at'>[] {
  const { trail } = scene.texts;
  return [
    {
      label: trail.when,
      sort: 'at',
      className: 'moment',
      cell: (row) => html`<a href="/admin/audit/${row.auditId}">${time(scene.locale, row.at)}</a>`,
    },
    {
      label: trail.who,
      cell: (row) =>
        html`<a href="${listUrl(state, { filters: { ...state.filters, who: String(row.adminId) } })}">${name(row.adminName)}</a>`,
    },
    { label: trail.what, className: 'deed', cell: (row) => actionText(scene, row.action) },
    { label: trail.target, className: 'wide', cell: (row) => targetLink(row.target) },
    { label: trail.changed, className: 'wide changed', cell: (row) => shortDiff(scene, row.before, row.after) },
    { label: trail.origin, className: 'wide origin', cell: (row) => trail.origins[row.origin] },
  ];
}

function chipsOf({ texts: { trail, frame } }: Scene, state: ListState<'at'>, rows: readonly AuditView[]) {
  const { filters } = state;
  const without = (key: string) => Object.fromEntries(Object.entries(filters).filter(([it]) => it !== key));
  const toggle = (key: string, value: string, label: string): Chip => {
    const isOn = filters[key] === value;
    return { label, isOn, href: listUrl(state, { filters: isOn ? without(key) : { ...filters, [key]: value } }) };
  };
  const { who, target } = filters;
  const person = rows[0]?.adminName ?? who ?? '';
  return [
    [
      { label: frame.all, isOn: filters['kind'] === undefined, href: listUrl(state, { filters: without('kind') }) },
      ...kinds.map((kind) => toggle('kind', kind, trail.kinds[kind])),
    ],
    origins.map((origin) => toggle('origin', origin, trail.origins[origin])),
    who === undefined ? [] : [toggle('who', who, `${trail.onlyPerson(person)} ✕`)],
    target === undefined ? [] : [toggle('target', target, `${trail.onlyTarget(target)} ✕`)],
  ];
}
