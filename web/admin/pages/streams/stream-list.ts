import { html } from 'hono/html';
import type { StreamFilter, StreamSort, StreamView } from '../../../../control/admin/streams.ts';
import { forbidden, showPage } from '../../answers.ts';
import { csvResponse } from '../../csv.ts';
import { get } from '../../panel-route.ts';
import { type ListShape, type ListState, listQuery, listUrl, readListState } from '../../request/list-state.ts';
import { mayDo, type Scene } from '../../scene.ts';
import type { Chip } from '../../view/chips.ts';
import { type Column, list } from '../../view/list.ts';
import { name } from '../../view/markup.ts';
import { time } from '../../view/time.ts';
import { trackName } from '../../view/track-name.ts';
import { stateBadge } from './state-badge.ts';

const types = ['supergroup', 'group', 'channel', 'private'] as const;

const shape: ListShape<StreamSort> = {
  path: '/admin/streams',
  sorts: ['lastSeenAt', 'firstSeenAt', 'title', 'id'],
  defaultSort: 'lastSeenAt',
  defaultOrder: 'desc',
  filters: { on: ['1', '0'], type: types },
};

/** GET /admin/streams: every chat that has a stream, on the air or not. */
export const listStreams = get('/admin/streams', async ({ control }, call) => {
  const { scene, actor } = call;
  const state = readListState(shape, call.query);
  const page = await control.admin.streams.list({ actor }, { ...listQuery(state), filter: filterOf(state) });
  if ('type' in page) return await forbidden(call, page);
  const { broadcasts } = scene.texts;
  const body = list(scene, {
    title: broadcasts.title,
    searchHint: broadcasts.searchHint,
    count: broadcasts.count,
    state,
    page,
    columns: columnsOf(scene),
    chips: chipsOf(scene, state),
    ...(mayDo(scene, 'manage-streams') ? { add: { href: '/admin/streams/new', label: broadcasts.add } } : {}),
    exportPath: '/admin/streams.csv',
  });
  return await showPage(call, { title: broadcasts.title, body });
});

/** GET /admin/streams.csv: the same, all of them, with their settings. */
export const exportStreams = get('/admin/streams.csv', async ({ control }, call) => {
  const state = readListState(shape, call.query);
  const { search, sort, order } = listQuery(state);
  const rows = control.admin.streams.each({ actor: call.actor }, { search, sort, order, filter: filterOf(state) });
  if ('type' in rows) return await forbidden(call, rows);
  return csvResponse(call.context, 'streams', rows, {
    id: (it) => it.id,
    type: (it) => it.type,
    title: (it) => it.title,
    username: (it) => it.username,
    note: (it) => it.note,
    settings: (it) => JSON.stringify(it.settings),
    firstSeenAt: (it) => new Date(it.firstSeenAt).toISOString(),
    lastSeenAt: (it) => new Date(it.lastSeenAt).toISOString(),
  });
});

function filterOf({ filters }: ListState<StreamSort>): StreamFilter {
  const type = types.find((it) => it === filters['type']);
  return {
    ...(filters['on'] === undefined ? {} : { isOn: filters['on'] === '1' }),
    ...(type === undefined ? {} : { type }),
  };
}

function columnsOf(scene: Scene): readonly Column<StreamView, StreamSort>[] {
  const { broadcasts, frame } = scene.texts;
  return [
    {
      label: broadcasts.chat,
      sort: 'title',
      className: 'main',
      cell: (row) => html`<a href="/admin/streams/${row.id}">${name(row.title || String(row.id))}</a>`,
    },
    { label: broadcasts.state, className: 'short', cell: (row) => stateBadge(scene, row) },
    {
      label: broadcasts.nowPlaying,
      className: 'wide',
      cell: (row) => (row.isOn && row.current !== null ? trackName(row.current.track) : frame.unset),
    },
    {
      label: broadcasts.listeners,
      className: 'number short',
      cell: (row) => (row.listeners === null ? frame.unset : String(row.listeners)),
    },
    { label: broadcasts.queue, className: 'wide number', cell: (row) => String(row.queueLength) },
    {
      label: broadcasts.lastSeen,
      sort: 'lastSeenAt',
      className: 'wide moment',
      cell: (row) => time(scene.locale, row.lastSeenAt),
    },
  ];
}

function chipsOf({ texts: { broadcasts, frame } }: Scene, state: ListState<StreamSort>): readonly (readonly Chip[])[] {
  const { on, type, ...rest } = state.filters;
  const withType = type === undefined ? rest : { ...rest, type };
  const withOn = on === undefined ? rest : { ...rest, on };
  const isOnChip = (value: string, label: string): Chip => ({
    label,
    isOn: on === value,
    href: listUrl(state, { filters: on === value ? withType : { ...withType, on: value } }),
  });
  return [
    [
      { label: frame.all, isOn: on === undefined, href: listUrl(state, { filters: withType }) },
      isOnChip('1', broadcasts.on),
      isOnChip('0', broadcasts.isOff),
    ],
    types.map((it) => ({
      label: broadcasts.types[it],
      isOn: type === it,
      href: listUrl(state, { filters: type === it ? withOn : { ...withOn, type: it } }),
    })),
  ];
}
