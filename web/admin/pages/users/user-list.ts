import { html } from 'hono/html';
import type { UserFilter, UserSort, UserView } from '../../../../control/admin/users.ts';
import { forbidden, showPage } from '../../answers.ts';
import { csvResponse } from '../../csv.ts';
import { get } from '../../panel-route.ts';
import { type ListShape, type ListState, listQuery, listUrl, readListState } from '../../request/list-state.ts';
import { mayDo, type SignedIn } from '../../scene.ts';
import type { Chip } from '../../view/chips.ts';
import { type Column, list } from '../../view/list.ts';
import { name, nothing, plainName } from '../../view/markup.ts';
import { personName } from '../../view/person-name.ts';
import { time } from '../../view/time.ts';
import { bulkBar } from './bulk.ts';

const roles = ['user', 'moderator', 'admin', 'owner'] as const;

const shape: ListShape<UserSort> = {
  path: '/admin/users',
  sorts: ['lastSeenAt', 'firstSeenAt', 'name', 'username', 'role', 'id'],
  defaultSort: 'lastSeenAt',
  defaultOrder: 'desc',
  filters: { role: roles, blocked: ['1'] },
};

/** GET /admin/users: everybody who has talked to the bot. */
export const listUsers = get('/admin/users', async ({ control }, call) => {
  const { scene, actor } = call;
  const { users } = control.admin;
  const state = readListState(shape, call.query);
  const page = await users.list({ actor }, { ...listQuery(state), filter: filterOf(state) });
  if ('type' in page) return await forbidden(call, page);
  const { people } = scene.texts;
  const isManager = mayDo(scene, 'manage-people');
  const tick = (row: UserView) => users.mayManage({ actor }, row) && row.id !== actor.person.id;
  const body = list(scene, {
    title: people.title,
    searchHint: people.searchHint,
    count: people.count,
    state,
    page,
    columns: [...(isManager ? [tickColumn(scene, tick)] : []), ...columnsOf(scene)],
    chips: chipsOf(scene, state),
    ...(isManager ? { add: { href: '/admin/users/new', label: people.add } } : {}),
    exportPath: '/admin/users.csv',
    ...(isManager && page.rows.length > 0 ? { wrap: (table) => bulkBar(scene, table) } : {}),
  });
  return await showPage(call, { title: people.title, body });
});

/** GET /admin/users.csv: the same, all of them. */
export const exportUsers = get('/admin/users.csv', async ({ control }, call) => {
  const state = readListState(shape, call.query);
  const { search, sort, order } = listQuery(state);
  const rows = control.admin.users.each({ actor: call.actor }, { search, sort, order, filter: filterOf(state) });
  if ('type' in rows) return await forbidden(call, rows);
  return csvResponse(call.context, 'users', rows, {
    id: (it) => it.id,
    username: (it) => it.username,
    firstName: (it) => it.firstName,
    lastName: (it) => it.lastName,
    email: (it) => it.email,
    role: (it) => it.role,
    isBlocked: (it) => it.isBlocked,
    language: (it) => it.language ?? it.languageCode,
    note: (it) => it.note,
    firstSeenAt: (it) => new Date(it.firstSeenAt).toISOString(),
    lastSeenAt: (it) => new Date(it.lastSeenAt).toISOString(),
  });
});

function filterOf({ filters }: ListState<UserSort>): UserFilter {
  const role = roles.find((it) => it === filters['role']);
  return { ...(role === undefined ? {} : { role }), ...(filters['blocked'] === undefined ? {} : { isBlocked: true }) };
}

function tickColumn({ texts: { frame } }: SignedIn, may: (row: UserView) => boolean): Column<UserView, UserSort> {
  return {
    label: '',
    className: 'tick',
    cell: (row) =>
      may(row)
        ? html`<input type="checkbox" name="id" value="${row.id}" aria-label="${frame.selectRow(plainName(personName(row)))}">`
        : nothing,
  };
}

function columnsOf({ texts: { people, frame }, locale }: SignedIn): readonly Column<UserView, UserSort>[] {
  return [
    {
      label: people.name,
      sort: 'name',
      className: 'main',
      cell: (row) =>
        html`<a href="/admin/users/${row.id}">${name(personName(row))}</a>${row.isBlocked ? html` <span class="tag bad">${people.blocked}</span>` : nothing}`,
    },
    {
      label: people.username,
      sort: 'username',
      className: 'wide',
      cell: (row) => (row.username === null ? frame.unset : name(`@${row.username}`)),
    },
    { label: people.email, className: 'wide', cell: (row) => name(row.email ?? frame.unset) },
    {
      label: people.role,
      sort: 'role',
      className: 'short',
      cell: (row) => html`<span class="role ${row.role}">${people.roles[row.role]}</span>`,
    },
    { label: people.id, sort: 'id', className: 'wide number', cell: (row) => html`<code>${row.id}</code>` },
    {
      label: people.lastSeen,
      sort: 'lastSeenAt',
      className: 'wide moment',
      cell: (row) => time(locale, row.lastSeenAt),
    },
  ];
}

function chipsOf({ texts: { people, frame } }: SignedIn, state: ListState<UserSort>): readonly (readonly Chip[])[] {
  const { role, blocked, ...rest } = state.filters;
  const withBlocked = blocked === undefined ? rest : { ...rest, blocked };
  const withRole = role === undefined ? rest : { ...rest, role };
  return [
    [
      { label: frame.all, isOn: role === undefined, href: listUrl(state, { filters: withBlocked }) },
      ...roles.map((it) => ({
        label: people.roles[it],
        isOn: role === it,
        href: listUrl(state, { filters: role === it ? withBlocked : { ...withBlocked, role: it } }),
      })),
    ],
    [
      {
        label: people.blocked,
        isOn: blocked !== undefined,
        href: listUrl(state, { filters: blocked === undefined ? { ...withRole, blocked: '1' } : withRole }),
      },
    ],
  ];
}
