import type { StreamFilter, StreamView } from '../../control/admin/streams.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { escapeHtml } from '../texts/escape-html.ts';
import { drawList, readSearch } from './list-screen.ts';
import { type DrawScreen, forbiddenScreen, listSize, type ScreenButton, type ScreenCall } from './screen.ts';

/** The filters, by their letter in a view. */
const filters: readonly { readonly letter: string; readonly key: string; readonly filter: StreamFilter }[] = [
  { letter: '', key: 'button-admin-all', filter: {} },
  { letter: 'l', key: 'button-admin-live', filter: { isOn: true } },
];

/** Every chat that has a stream, who was last here first. */
export const drawStreams: DrawScreen = async (call) => {
  const { services, actor, view } = call;
  const { control, texts } = services;
  const search = await readSearch(call, 'streams');
  const { filter } = filters.find(({ letter }) => letter === view.filter) ?? { filter: {} };
  const found = await control.admin.streams.list(
    { actor },
    { search, filter, sort: 'lastSeenAt', order: 'desc', page: view.page, pageSize: listSize },
  );
  if ('type' in found) return forbiddenScreen(call);
  return drawList(call, found, {
    list: 'streams',
    title: texts.html(view.locale, 'admin-streams-title'),
    describe: (stream) => describeStream(call, stream),
    idOf: ({ id }) => String(id),
    opens: 'stream',
    search: { words: search, deed: 'search-streams' },
    filters: filters.map(({ letter, key }): ScreenButton => {
      const label = texts.plain(view.locale, key);
      return {
        type: 'go',
        label: letter === view.filter ? `✓ ${label}` : label,
        to: (from) => ({ ...from, deed: null, filter: letter, page: 1 }),
      };
    }),
    back: { screen: 'home' },
  });
};

function describeStream({ services: { texts }, view: { locale } }: ScreenCall, stream: StreamView): string {
  const name = texts.html(locale, 'admin-name', { name: streamName(stream) });
  const state = texts.html(locale, 'admin-stream-state', { state: wordOf(stream) });
  const { current, listeners } = stream;
  return [
    name,
    state,
    ...(stream.isOn && current !== null ? [escapeHtml(trackName(current.track))] : []),
    ...(stream.isOn && listeners !== null ? [texts.html(locale, 'queue-listeners', { count: listeners })] : []),
  ].join(' · ');
}

/** A chat's title; the id of one that has none. Not escaped. */
export function streamName({ id, title }: Pick<StreamView, 'id' | 'title'>): string {
  return displayName(title === '' ? String(id) : title, 40);
}

/** One word for what a stream does, for the texts. */
export function wordOf({ isOn, isPaused, state, current }: StreamView): string {
  if (!isOn) return 'off';
  if (state === 'blocked') return 'blocked';
  if (state !== 'live') return 'joining';
  if (isPaused) return 'paused';
  return current === null ? 'placeholder' : 'playing';
}
