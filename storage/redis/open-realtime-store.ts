import type { Logger } from '../../log.ts';
import type { RealtimeStore } from '../store.ts';
import { createAlarms } from './alarms/alarms.ts';
import { createAudienceStore } from './audience/audience-store.ts';
import { createCommandChannel } from './commands/command-channel.ts';
import { createAnnounce } from './events/announce.ts';
import { createEventLog } from './events/event-log.ts';
import { forgetStream } from './forget/forget-stream.ts';
import { convertQueues } from './form/convert-queues.ts';
import { createInbox } from './inbox/inbox.ts';
import { createIntents } from './intents/intents.ts';
import { createResolveJobs } from './jobs/resolve-jobs.ts';
import { createLeaseStore } from './leases/lease-store.ts';
import { openRedisLink } from './link/redis-link.ts';
import type { RedisObserver } from './link/redis-observer.ts';
import { migrateStream } from './migrate/migrate-stream.ts';
import { createNoteStore } from './notes/note-store.ts';
import { createPlaybackStore } from './playback/playback-store.ts';
import { createPlayerRegistry } from './players/player-registry.ts';
import { createQueueStore } from './queue/queue-store.ts';
import { createRemovedTracks } from './removed-tracks/removed-tracks.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import { createRateLimits } from './web/rate-limits.ts';
import { createSignInLinks } from './web/sign-in-links.ts';
import { createWebSessions } from './web/web-sessions.ts';

/** Where and how. */
export interface RealtimeStoreOptions {
  /** `redis://`, `rediss://` or `unix:///path/to/socket`; Redis 6.2 or later. */
  readonly url: string;
  /** Before every key: letters, digits, `_`, `-`. Several Efirs may share a Redis under different prefixes. */
  readonly prefix: string;
  readonly log: Logger;
  /** How long an operation may take, a short outage of Redis included, milliseconds; default 5,000. */
  readonly commandTimeoutMs?: number;
  /** After how long an event that a consumer did not acknowledge is given to another, milliseconds; default 10,000. */
  readonly takeOverAfterMs?: number;
  readonly observer?: RedisObserver;
}

/**
 * Opens everything in Redis. The caller closes it.
 *
 * All operations throw AppError `redis-unavailable` when Redis does not answer in time; followers and consumers wait and go on by
 * themselves. An operation that was sent when the connection broke is sent again: operations bear that by their ids.
 * @throws AppError `redis-unavailable` when Redis cannot be reached.
 */
export async function openRealtimeStore(options: RealtimeStoreOptions): Promise<RealtimeStore> {
  const { takeOverAfterMs, commandTimeoutMs = 5_000 } = options;
  const link = await openRedisLink({ ...options, commandTimeoutMs });
  try {
    await convertQueues(link);
  } catch (error) {
    await link.close();
    throw error;
  }
  const events = createEventLog(link, { ...(takeOverAfterMs !== undefined && { takeOverAfterMs }) });
  const announce = createAnnounce(events, link.log);
  const resolveJobs = createResolveJobs(link);
  const alarms = createAlarms(link);
  return {
    queue: createQueueStore(link, announce),
    playback: createPlaybackStore(link, announce),
    settings: createSettingsStore(link, announce),
    audience: createAudienceStore(link, announce),
    alarms,
    events,
    leases: createLeaseStore(link),
    players: createPlayerRegistry(link),
    commands: createCommandChannel(link),
    resolveJobs,
    notes: createNoteStore(link),
    inbox: createInbox(link),
    intents: createIntents(link),
    removedTracks: createRemovedTracks(link),
    signInLinks: createSignInLinks(link),
    webSessions: createWebSessions(link),
    rateLimits: createRateLimits(link),
    forget: (streamId, operation) => forgetStream(link, announce, streamId, operation),
    migrate: (from, to) => migrateStream(link, announce, { from, to }),
    async ping() {
      await link.call((redis) => redis.ping());
    },
    async close() {
      await Promise.all([resolveJobs.close(), alarms.close()]);
      await link.close();
    },
  };
}
