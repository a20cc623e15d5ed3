import type { TrackView } from '../../control/admin/tracks.ts';
import { may } from '../../control/policy.ts';
import { displayName, trackName } from '../texts/display-name.ts';
import { displayLength } from '../texts/display-time.ts';
import { displayMoment } from './display-moment.ts';
import { drawList, readSearch } from './list-screen.ts';
import {
  type DrawScreen,
  doButton,
  forbiddenScreen,
  goButton,
  goneScreen,
  listSize,
  type Screen,
  type ScreenCall,
} from './screen.ts';

/** Everything that was played or queued, the latest first. */
export const drawTracks: DrawScreen = async (call) => {
  const { services, actor, view } = call;
  const { control, texts } = services;
  const search = await readSearch(call, 'tracks');
  const found = await control.admin.tracks.list(
    { actor },
    { search, sort: 'lastSeenAt', order: 'desc', page: view.page, pageSize: listSize },
  );
  if ('type' in found) return forbiddenScreen(call);
  return drawList(call, found, {
    list: 'tracks',
    title: texts.html(view.locale, 'admin-tracks-title'),
    describe: (track) =>
      [
        texts.html(view.locale, 'admin-name', { name: trackName(track) }),
        ...lengthOf(track),
        texts.html(view.locale, 'admin-plays-count', { count: track.playCount }),
      ].join(' · '),
    idOf: ({ trackId }) => trackId,
    opens: 'track',
    search: { words: search, deed: 'search-tracks' },
    filters: [],
    back: { screen: 'home' },
  });
};

/** Makes a screen of one about a track: looks the track up first. */
function aboutTrack(draw: (call: ScreenCall, track: TrackView) => Screen): DrawScreen {
  return async (call) => {
    const found = await call.services.control.admin.tracks.find({ actor: call.actor }, call.view.id);
    if (found.type === 'forbidden') return forbiddenScreen(call);
    if (found.type === 'not-found') return goneScreen(call, 'tracks');
    const screen = draw(call, found.value);
    return { ...screen, mend: { version: found.value.version } };
  };
}

/** A track's card: what is known of it; its names and its end are in the hands of admins. */
export const drawTrack = aboutTrack((call, track) => ({
  html: describe(call, track),
  rows: [
    ...(may(call.actor, 'manage-tracks')
      ? [
          [
            doButton(call, 'button-admin-title', 'ask-title'),
            doButton(call, 'button-admin-performer', 'ask-performer'),
          ],
          [
            doButton(call, 'button-admin-note', 'ask-track-note'),
            goButton(call, 'button-admin-delete', { screen: 'track-delete-sure' }),
          ],
        ]
      : []),
    [goButton(call, 'button-back', { screen: 'tracks', id: '', version: null })],
  ],
}));

/** Are you sure: its row, its plays and its prepared file go; a file of the library, too. */
export const drawTrackDeleteSure = aboutTrack((call, track) => {
  const { services, view } = call;
  const key = track.source.type === 'library' ? 'admin-track-delete-library' : 'admin-track-delete-sure';
  return {
    html: `${describe(call, track)}\n\n${services.texts.html(view.locale, key, { name: trackName(track) })}`,
    rows: [
      [doButton(call, 'button-admin-delete-yes', 'delete-track'), goButton(call, 'button-back', { screen: 'track' })],
    ],
  };
});

/** What is known of a track, a line for each thing. Telegram HTML. */
function describe({ services: { texts }, view: { locale } }: ScreenCall, track: TrackView): string {
  const line = (key: string, values: Readonly<Record<string, string | number>>) => [texts.html(locale, key, values)];
  return [
    ...line('admin-track-head', { name: displayName(track.title) }),
    ...(track.performer === null ? [] : line('admin-track-performer', { name: displayName(track.performer) })),
    ...lengthOf(track),
    ...line('admin-track-source', { type: track.source.type }),
    ...line('admin-track-plays', { count: track.playCount }),
    ...(track.lastPlayedAt === null ? [] : line('admin-track-last', { at: displayMoment(locale, track.lastPlayedAt) })),
    ...(track.isRenamed ? line('admin-track-renamed', {}) : []),
    ...(track.note === null ? [] : line('admin-note', { note: displayName(track.note, 300) })),
  ].join('\n');
}

function lengthOf({ durationMs }: Pick<TrackView, 'durationMs'>): readonly string[] {
  return durationMs === null ? [] : [displayLength(durationMs)];
}
