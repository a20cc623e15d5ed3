import type { AudienceStore } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { endIfEmpty } from './end-if-empty.ts';
import { keepPlaying } from './keep.ts';
import { markWarned } from './mark-warned.ts';
import { readAudience } from './read.ts';
import { reportAudience } from './report.ts';

/** Who listens: one Lua script an operation, its event right after it. */
export function createAudienceStore(link: RedisLink, announce: Announce): AudienceStore {
  return {
    async report(streamId, report) {
      const { count, sessionId } = report;
      if (await reportAudience(link, streamId, report)) {
        announce(streamId, { type: 'listeners.changed', data: { count, sessionId } });
      }
    },
    read: (streamId) => readAudience(link, streamId),
    markWarned: (streamId, expected) => markWarned(link, streamId, expected),
    keep: (streamId, sessionId, operation) => keepPlaying(link, streamId, sessionId, operation),

    async endIfEmpty(streamId, expected) {
      const hasEnded = await endIfEmpty(link, streamId, expected);
      // Also the second time: it is only asked for again when nobody knows whether the first time was told.
      if (hasEnded) {
        const { sessionId } = expected;
        announce(streamId, { type: 'stream.ended', data: { sessionId, endReason: 'auto-end', detail: null } });
      }
      return hasEnded;
    },
  };
}
