import { html } from 'hono/html';
import type { TrackFilter, TrackSort, TrackView } from '../../../../control/admin/tracks.ts';
import type { TrackSource } from '../../../../storage/model.ts';
import { forbidden, showPage } from '../../answers.ts';
import { csvResponse } from '../../csv.ts';
import { get } from '../../panel-route.ts';
import { type ListShape, type ListState, listQuery, listUrl, readListState } from '../../request/list-state.ts';
import { mayDo, type Scene } from '../../scene.ts';
import type { Chip } from '../../view/chips.ts';
import { type Column, list } from '../../view/list.ts';
import { name } from '../../view/markup.ts';
import { length, time } from '../../view/time.ts';
import { trackUrl } from './track-url.ts';

const sources = ['telegram', 'library', 'http', 'live', 'yt-dlp'] as const;

const shape: ListShape<TrackSort> = {
  path: '/admin/tracks',
  sorts: ['lastSeenAt', 'firstSeenAt', 'title', 'performer', 'durationMs', 'playCount'],
  defaultSort: 'lastSeenAt',
  defaultOrder: 'desc',
  filters: { source: sources },
};

/** GET /admin/tracks: everything that was queued or played once. */
export const listTracks = get('/admin/tracks', async ({ control }, call) => {
  const { scene, actor } = call;
  const state = readListState(shape, call.query);
  const page = await control.admin.tracks.list({ actor }, { ...listQuery(state), filter: filterOf(state) });
  if ('type' in page) return await forbidden(call, page);
  const { songs } = scene.texts;
  const body = list(scene, {
    title: songs.title,
    searchHint: songs.searchHint,
    count: songs.count,
    state,
    page,
    columns: columnsOf(scene),
    chips: chipsOf(scene, state),
    ...(mayDo(scene, 'manage-tracks') ? { add: { href: '/admin/tracks/new', label: songs.add } } : {}),
    exportPath: '/admin/tracks.csv',
  });
  return await showPage(call, { title: songs.title, body });
});

/** GET /admin/tracks.csv: the same, all of them. */
export const exportTracks = get('/admin/tracks.csv', async ({ control }, call) => {
  const state = readListState(shape, call.query);
  const { search, sort, order } = listQuery(state);
  const rows = control.admin.tracks.each({ actor: call.actor }, { search, sort, order, filter: filterOf(state) });
  if ('type' in rows) return await forbidden(call, rows);
  return csvResponse(call.context, 'tracks', rows, {
    trackId: (it) => it.trackId,
    title: (it) => it.title,
    performer: (it) => it.performer,
    durationMs: (it) => it.durationMs,
    source: (it) => it.source.type,
    address: (it) => addressOf(it.source),
    playCount: (it) => it.playCount,
    lastPlayedAt: (it) => (it.lastPlayedAt === null ? null : new Date(it.lastPlayedAt).toISOString()),
    note: (it) => it.note,
    firstSeenAt: (it) => new Date(it.firstSeenAt).toISOString(),
    lastSeenAt: (it) => new Date(it.lastSeenAt).toISOString(),
  });
});

/** Where a track comes from, as a person would say it. */
export function addressOf(source: TrackSource): string {
  switch (source.type) {
    case 'telegram':
      return source.fileName ?? source.fileUniqueId;
    case 'library':
      return source.path;
    default:
      return source.url;
  }
}

function filterOf({ filters }: ListState<TrackSort>): TrackFilter {
  const source = sources.find((it) => it === filters['source']);
  return source === undefined ? {} : { source };
}

function columnsOf({ texts: { songs, frame }, locale }: Scene): readonly Column<TrackView, TrackSort>[] {
  return [
    {
      label: songs.trackTitle,
      sort: 'title',
      className: 'main',
      cell: (row) => html`<a href="${trackUrl(row.trackId)}">${name(row.title)}</a>`,
    },
    { label: songs.performer, sort: 'performer', className: 'wide', cell: (row) => name(row.performer ?? frame.unset) },
    {
      label: songs.length,
      sort: 'durationMs',
      className: 'number short',
      cell: (row) => (row.durationMs === null ? songs.endless : length(row.durationMs)),
    },
    { label: songs.source, className: 'wide short', cell: (row) => songs.sources[row.source.type] },
    { label: songs.plays, sort: 'playCount', className: 'number short', cell: (row) => String(row.playCount) },
    {
      label: songs.lastSeen,
      sort: 'lastSeenAt',
      className: 'wide moment',
      cell: (row) => time(locale, row.lastSeenAt),
    },
  ];
}

function chipsOf({ texts: { songs, frame } }: Scene, state: ListState<TrackSort>): readonly (readonly Chip[])[] {
  const chosen = state.filters['source'];
  return [
    [
      { label: frame.all, isOn: chosen === undefined, href: listUrl(state, { filters: {} }) },
      ...sources.map((source) => ({
        label: songs.sources[source],
        isOn: chosen === source,
        href: listUrl(state, { filters: chosen === source ? {} : { source } }),
      })),
    ],
  ];
}
