import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../../log.ts';
import type { EfirEvent } from '../../storage/events.ts';
import type { StreamId } from '../../storage/model.ts';
import type { AlarmKind, RealtimeStore } from '../../storage/store.ts';
import type { AutoEndDefault } from './auto-end.ts';
import { type ComingEnd, lookAtEnd } from './look-at-end.ts';
import { recount } from './recount.ts';

/** What it works with; the caller opens and closes the store. `now`: Unix milliseconds, default Date.now. */
export interface EndEmptyStreamsOptions {
  readonly store: Pick<RealtimeStore, 'settings' | 'audience' | 'alarms' | 'commands' | 'events' | 'playback'>;
  readonly installation: AutoEndDefault;
  readonly log: Logger;
  readonly now?: () => number;
  /** Told what came of each end and warning that was due. */
  readonly onOutcome?: (outcome: AutoEndOutcome) => void;
}

/**
 * `warned`: the chat was told; `ended`: nobody listened, the stream was ended; `spared`: somebody was there at the last count, or asked to
 * go on; `uncounted`: no player could count; `failed`: something broke on the way.
 */
type AutoEndOutcome = 'warned' | 'ended' | 'spared' | 'uncounted' | 'failed';

/** Streams that nobody listens to are ended. Whoever started it closes it. */
export interface EndingOfEmptyStreams {
  close(): Promise<void>;
}

/** How old a player's count of the listeners may be when it comes, and when it is asked for again, milliseconds. */
const recountLimitMs = 1_000;
const askAgainMs = 500;
/** All streams are looked at this often: what an event should have told may have been missed, milliseconds. */
const sweepMs = 30_000;
/** Streams that are looked at side by side. */
const looksAtOnce = 16;

/**
 * Starts to end streams that nobody listens to. What is due stands in Redis (who listens since when, settings); events only say that it
 * may have changed, and alarms that it is time to look. So nothing depends on this process having been there: it may be killed, or run
 * several times. Before an end a player reads from Telegram who listens; while none can, nothing ends.
 */
export function startEndingEmptyStreams(options: EndEmptyStreamsOptions): EndingOfEmptyStreams {
  const { store, log } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const alarms = store.alarms.serve(async (streamId, kind) => {
    try {
      return await ring(options, streamId, kind);
    } catch (error) {
      options.onOutcome?.('failed');
      throw error;
    }
  });
  const looking = lookWhenTold(options, signal).catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'empty streams are noticed late');
  });
  const sweeping = sweep(options, signal);
  return {
    async close() {
      closing.abort();
      await Promise.all([alarms.close(), looking, sweeping]);
    },
  };
}

/** Sets the alarms of streams whose end may have changed, soon after the event, until the signal. */
async function lookWhenTold(options: EndEmptyStreamsOptions, signal: AbortSignal): Promise<void> {
  const { store, log } = options;
  /** Several changes of a stream need one look. */
  const changed = new Set<StreamId>();
  let looking: Promise<void> | null = null;
  const look = async () => {
    while (changed.size > 0 && !signal.aborted) {
      const streams = [...changed].slice(0, looksAtOnce);
      for (const streamId of streams) changed.delete(streamId);
      await Promise.all(streams.map((streamId) => setAlarms(options, streamId)));
    }
  };
  // Followed, not consumed as a group: what is missed is found by the next sweep, and there is a write less for each event of all streams.
  for await (const event of store.events.follow({ signal })) {
    if (!mayChangeEnd(event)) continue;
    changed.add(event.streamId);
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, 'alarms could not be set: the next sweep sets them'))
      .finally(() => {
        looking = null;
      });
  }
  await looking;
}

/** Whether an event can change when a stream ends. */
function mayChangeEnd({ type }: EfirEvent): boolean {
  return (
    type === 'listeners.changed' ||
    type === 'stream.started' ||
    type === 'stream.ended' ||
    type === 'settings.changed' ||
    type === 'auto-end.kept'
  );
}

/** Looks at all streams that are on, now and every 30 s, until the signal. */
async function sweep(options: EndEmptyStreamsOptions, signal: AbortSignal): Promise<void> {
  const { store, log } = options;
  while (!signal.aborted) {
    try {
      // Side by side: after a start all that happened meanwhile is found here, and some of it is due.
      const waiting = (await store.playback.listOn()).values();
      const lane = async () => {
        for (const streamId of waiting) {
          if (signal.aborted) return;
          await setAlarms(options, streamId);
        }
      };
      await Promise.all(Array.from({ length: looksAtOnce }, lane));
    } catch (error) {
      log.warn({ err: error }, 'the streams could not be looked at');
    }
    await sleep(sweepMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Sets the alarms of a stream to when it ends and when its chat is warned, or takes them away. */
async function setAlarms({ store, installation }: EndEmptyStreamsOptions, streamId: StreamId): Promise<void> {
  const coming = await lookAtEnd(store, streamId, installation);
  await (coming === null
    ? store.alarms.clear(streamId, 'auto-end')
    : store.alarms.set(streamId, 'auto-end', coming.endsAt));
  await (coming === null || coming.audience.isWarned
    ? store.alarms.clear(streamId, 'auto-end-warning')
    : store.alarms.set(streamId, 'auto-end-warning', coming.warnsAt));
}

/** It is time to look. Gives when to look again, or null. */
async function ring(options: EndEmptyStreamsOptions, streamId: StreamId, kind: AlarmKind): Promise<number | null> {
  const { store, installation, now = Date.now } = options;
  const coming = await lookAtEnd(store, streamId, installation);
  if (coming === null) return null;
  if (kind === 'auto-end') return now() < coming.endsAt ? coming.endsAt : await end(options, streamId, coming);
  // Too late for a warning: the end comes at once.
  if (coming.audience.isWarned || now() >= coming.endsAt) return null;
  return now() < coming.warnsAt ? coming.warnsAt : await warn(options, streamId, coming);
}

async function warn(
  { store, onOutcome }: EndEmptyStreamsOptions,
  streamId: StreamId,
  { endsAt, audience }: ComingEnd,
): Promise<null> {
  const { sessionId } = audience;
  // In this order: killed in between it is told twice, and the surfaces know a repetition by its session and time.
  await store.events.publish(streamId, { type: 'auto-end.warned', data: { sessionId, endsAt } });
  await store.audience.markWarned(streamId, audience);
  onOutcome?.('warned');
  return null;
}

/** Ends the stream if it is still empty when a player counts. */
async function end(
  { store, installation, log, now = Date.now, onOutcome }: EndEmptyStreamsOptions,
  streamId: StreamId,
  { audience }: ComingEnd,
): Promise<number | null> {
  const counted = await recount(store, streamId, audience.sessionId, recountLimitMs);
  // The session may be over, then the next look finds nothing; or no player can see the call: nothing ends on old knowledge.
  if (counted === null) {
    onOutcome?.('uncounted');
    return now() + askAgainMs;
  }
  const coming = await lookAtEnd(store, streamId, installation);
  if (coming === null || now() < coming.endsAt) {
    onOutcome?.('spared');
    return coming?.endsAt ?? null;
  }
  const hasEnded = await store.audience.endIfEmpty(streamId, coming.audience);
  if (!hasEnded) return now();
  onOutcome?.('ended');
  await store.commands.send({ type: 'wake', streamId });
  log.info({ streamId, emptySince: coming.audience.emptySince }, 'nobody listened: the stream was ended');
  return null;
}
