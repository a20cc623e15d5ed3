import { html } from 'hono/html';
import type { Statistics } from '../../../control/admin/statistics.ts';
import type { TrackView } from '../../../control/admin/tracks.ts';
import { forbidden, showPage } from '../answers.ts';
import { get } from '../panel-route.ts';
import type { Scene } from '../scene.ts';
import { section } from '../view/facts.ts';
import { type Markup, nothing } from '../view/markup.ts';
import { trackName } from '../view/track-name.ts';
import { shortAudit } from './audit/audit-table.ts';
import { trackUrl } from './tracks/track-url.ts';

/** GET /admin: how Efir is doing (FR-012). */
export const showDashboard = get('/admin', async ({ control }, call) => {
  const { scene } = call;
  const statistics = await control.admin.readStatistics({ actor: call.actor });
  if ('type' in statistics) return await forbidden(call, statistics);
  const { home } = scene.texts;
  const body = html`<h1 class="visually-hidden">${home.title}</h1>
${figures(scene, statistics)}
${section(home.chart, chart(scene, statistics), 'chart-part')}
<div class="columns"><div>${section(home.topTracks, topTracks(scene, statistics.topTracks))}</div>
<div>${section(home.latest, html`${shortAudit(scene, statistics.audit, home.noAudit)}<p><a href="/admin/audit">${home.allAudit}</a></p>`)}</div></div>`;
  const extra = { scripts: ['uplot.js', 'chart.js'], styles: ['uplot.css', 'dashboard.css'] };
  return await showPage(call, { title: home.title, body, ...extra });
});

function figures({ texts: { home, people }, locale }: Scene, it: Statistics): Markup {
  const number = new Intl.NumberFormat(locale);
  const tile = (label: string, value: number, more: Markup, href?: string) => {
    const inner = html`<span class="label">${label}</span><strong>${number.format(value)}</strong><small>${more}</small>`;
    return href === undefined
      ? html`<div class="tile">${inner}</div>`
      : html`<a class="tile" href="${href}">${inner}</a>`;
  };
  const { users, streams, tracks, listeners, tracksPlayed, errors } = it;
  const roles = (['owner', 'admin', 'moderator'] as const).filter((role) => users.byRole[role] > 0);
  const more = [
    ...roles.map((role) => html`<span>${people.roles[role]} ${number.format(users.byRole[role])}</span>`),
    ...(users.blocked > 0 ? [html`<span>${home.blocked(users.blocked)}</span>`] : []),
  ];
  return html`<div class="tiles">
${tile(home.listeners, listeners.now, home.peak(listeners.peak24h))}
${tile(home.live, streams.live, home.liveOf(streams.total), '/admin/streams?on=1')}
${tile(home.played, tracksPlayed.total, home.last24h(tracksPlayed.last24h))}
${tile(home.errors, errors.total, home.last24h(errors.last24h))}
${tile(home.users, users.total, html`${more.map((part, i) => html`${i === 0 ? '' : ' · '}${part}`)}`, '/admin/users')}
${tile(home.tracks, tracks.total, nothing, '/admin/tracks')}
</div>`;
}

/** The chart takes its room from the beginning; what it says stands below it in words. */
function chart({ texts: { home }, locale }: Scene, { listeners: { series, now, peak24h } }: Statistics): Markup {
  const data = JSON.stringify([series.map(({ at }) => Math.round(at / 1_000)), series.map(({ count }) => count)]);
  return html`<div id="chart" data-series="${data}" data-label="${home.chartSeries}" data-locale="${locale}" role="img" aria-label="${home.chartAbout(now, peak24h)}"></div>
<p id="chart-says" class="soft">${home.chartAbout(now, peak24h)}</p>`;
}

function topTracks({ texts: { home } }: Scene, tracks: readonly TrackView[]): Markup {
  if (tracks.length === 0) return html`<p class="empty">${home.noTracks}</p>`;
  return html`<ol class="top">${tracks.map(
    (it) =>
      html`<li><div class="line"><a href="${trackUrl(it.trackId)}">${trackName(it)}</a><span class="soft">${home.plays(it.playCount)}</span></div></li>`,
  )}</ol>`;
}
