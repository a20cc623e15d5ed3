import { type DrawScreen, doButton, forbiddenScreen, goButton } from './screen.ts';

/** The first screen: figures, and the ways on. */
export const drawHome: DrawScreen = async (call) => {
  const { services, actor, view } = call;
  const { control, texts } = services;
  const figures = await control.admin.readStatistics({ actor });
  if ('type' in figures) return forbiddenScreen(call);
  const { users, streams, listeners, tracks, tracksPlayed, errors } = figures;
  const line = (key: string, values: Readonly<Record<string, number>>) => texts.html(view.locale, key, values);
  return {
    html: [
      texts.html(view.locale, 'admin-title'),
      '',
      line('admin-home-users', { count: users.total }),
      line('admin-home-roles', {
        admins: users.byRole.admin + users.byRole.owner,
        moderators: users.byRole.moderator,
        blocked: users.blocked,
      }),
      line('admin-home-streams', { count: streams.total, live: streams.live }),
      line('admin-home-listeners', { now: listeners.now, peak: listeners.peak24h }),
      line('admin-home-tracks', { count: tracks.total, day: tracksPlayed.last24h }),
      line('admin-home-errors', { count: errors.last24h }),
    ].join('\n'),
    rows: [
      [
        goButton(call, 'button-admin-users', { screen: 'users', page: 1 }),
        goButton(call, 'button-admin-streams', { screen: 'streams', page: 1 }),
      ],
      [
        goButton(call, 'button-admin-tracks', { screen: 'tracks', page: 1 }),
        goButton(call, 'button-admin-audit', { screen: 'audit', page: 1 }),
      ],
      [goButton(call, 'button-admin-refresh', { screen: 'home' }), doButton(call, 'button-admin-panel', 'open-panel')],
    ],
  };
};
