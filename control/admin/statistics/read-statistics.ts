import { may } from '../../policy.ts';
import { type AdminDependencies, forbidden } from '../admin-dependencies.ts';
import type { Forbidden, ReadRequest } from '../results.ts';
import type { Statistics } from '../statistics.ts';
import { countListeners } from './count-listeners.ts';

const dayMs = 24 * 60 * 60_000;
const stepMs = 10 * 60_000;
const topDays = 30;

/**
 * Reads what the panel's first page shows.
 * @throws AppError `sql-unavailable`, `redis-unavailable`.
 */
export async function readStatistics(
  { records, store, ownerIds, now }: AdminDependencies,
  { actor }: ReadRequest,
): Promise<Statistics | Forbidden> {
  if (!may(actor, 'read-admin')) return forbidden('read-admin');
  const at = now();
  const dayAgo = at - dayMs;
  const [
    on,
    listenersNow,
    users,
    streams,
    tracks,
    peaks,
    plays,
    recentPlays,
    failures,
    recentFailures,
    topTracks,
    audit,
  ] = await Promise.all([
    store.playback.listOn(),
    countListeners(store),
    records.users.count(ownerIds),
    records.streams.count(),
    records.tracks.count(),
    records.samples.peaks(dayAgo, stepMs),
    records.plays.count(0),
    records.plays.count(dayAgo),
    records.sessions.countErrors(0),
    records.sessions.countErrors(dayAgo),
    records.tracks.top(at - topDays * dayMs, 10),
    records.audit.recent(10),
  ]);
  const { blocked, owners, byRole } = users;
  const series = fillSeries(peaks, at);
  return {
    users: {
      total: owners + byRole.admin + byRole.moderator + byRole.user,
      blocked,
      byRole: { ...byRole, owner: owners },
    },
    streams: { total: streams, live: on.length },
    tracks: { total: tracks },
    listeners: { now: listenersNow, peak24h: Math.max(listenersNow, ...series.map(({ count }) => count)), series },
    tracksPlayed: { total: plays.played, last24h: recentPlays.played },
    errors: { total: plays.failed + failures, last24h: recentPlays.failed + recentFailures },
    topTracks,
    audit,
  };
}

/** Nobody listened in spans without a sample, as far as is known. */
function fillSeries(
  peaks: readonly { readonly at: number; readonly count: number }[],
  now: number,
): readonly { readonly at: number; readonly count: number }[] {
  const counts = new Map(peaks.map(({ at, count }) => [at, count]));
  const last = Math.floor(now / stepMs) * stepMs;
  return Array.from({ length: dayMs / stepMs }, (_, index) => {
    const at = last - dayMs + (index + 1) * stepMs;
    return { at, count: counts.get(at) ?? 0 };
  });
}
