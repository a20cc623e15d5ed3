import type { StreamId } from '../../model.ts';
import type { Advanced, PlaybackStore } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import type { OperationResult } from '../run-operation.ts';
import { advanceStream, type StoredAdvance } from './advance.ts';
import { readHistory } from './history.ts';
import { createOnIndex } from './on-index.ts';
import { goBack } from './previous.ts';
import { readPlayback } from './read.ts';
import { reportPosition } from './report-position.ts';
import { readState, reportState } from './report-state.ts';
import { seekTo } from './seek.ts';
import { setPaused } from './set-paused.ts';
import { startStream } from './start.ts';
import { stopStream } from './stop.ts';
import { toPlayback } from './stored-playback.ts';
import { countVote } from './vote.ts';

/** What each stream should be doing: one Lua script an operation, its event right after it. */
export function createPlaybackStore(link: RedisLink, announce: Announce): PlaybackStore {
  const onIndex = createOnIndex(link);

  /** Tells of what a step took from the queue or returned to it. */
  function announced(streamId: StreamId, { isFresh, result }: OperationResult<StoredAdvance>): Advanced {
    const playback = toPlayback(streamId, result.playback);
    if (result.type === 'stale') return { type: 'stale', playback };
    if (isFresh && result.taken) {
      announce(streamId, { type: 'queue.changed', data: { ...result.taken, change: 'take' } });
    }
    return { type: 'advanced', ended: result.ended, playback };
  }

  return {
    read: (streamId) => readPlayback(link, streamId),
    listOn: () => onIndex.list(),

    async start(streamId, { sessionId, userId }, operation) {
      await onIndex.note(streamId);
      const { isFresh, result } = await startStream(link, streamId, sessionId, operation);
      if (isFresh && result.isNew) {
        announce(streamId, { type: 'stream.started', data: { sessionId, startedBy: userId } });
      }
      return { isNew: result.isNew, playback: toPlayback(streamId, result.playback) };
    },

    async stop(streamId, { endReason, detail }, operation) {
      const { isFresh, result } = await stopStream(link, streamId, operation);
      if (result === null) return null;
      if (isFresh) {
        const { sessionId } = result;
        announce(streamId, { type: 'stream.ended', data: { sessionId, endReason, detail } });
      }
      return toPlayback(streamId, result.playback);
    },

    advance: async (streamId, step, operation) =>
      announced(streamId, await advanceStream(link, streamId, step, operation)),

    async previous(streamId, step, operation) {
      const { isFresh, result } = await goBack(link, streamId, step, operation);
      return result.type === 'none' ? result : announced(streamId, { isFresh, result });
    },

    history: (streamId, limit) => readHistory(link, streamId, limit),
    vote: (streamId, ballot) => countVote(link, streamId, ballot),

    setPaused: async (streamId, isPaused, operation) =>
      toPlayback(streamId, (await setPaused(link, streamId, isPaused, operation)).result),

    async seek(streamId, step, operation) {
      const { result } = await seekTo(link, streamId, step, operation);
      return { type: result.type, playback: toPlayback(streamId, result.playback) };
    },

    reportPosition: (streamId, report) => reportPosition(link, streamId, report),

    async reportState(streamId, report) {
      const { fence: _, ...data } = report;
      if (await reportState(link, streamId, report)) announce(streamId, { type: 'stream.state', data });
    },
    readState: (streamId) => readState(link, streamId),
  };
}
