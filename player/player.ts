import { randomBytes } from 'node:crypto';
import type { TelegramConfig } from '../config.ts';
import type { Logger } from '../log.ts';
import type { RealtimeStore } from '../storage/store.ts';
import { startAnnouncing } from './announcing.ts';
import { type Assistant, connectAssistant } from './assistant/assistant.ts';
import type { RejoinCause } from './call/call-machine.ts';
import { selectEngines } from './call/engines/select-engines.ts';
import { openCallSession } from './call/open-call-session.ts';
import { followCommands } from './follow-commands.ts';
import { followQueues } from './follow-queues.ts';
import { followRemovedTracks } from './follow-removed-tracks.ts';
import { ensurePlaceholder } from './ingest/placeholder/ensure-placeholder.ts';
import { type PlayerObserver, unobserved } from './observer.ts';
import { type PlayerStats, sumUp } from './player-stats.ts';
import { createPlayoutClock } from './playout/clock.ts';
import { openSources } from './sources.ts';
import { type Ownership, startOwnership } from './stream/ownership.ts';
import { StreamPlayer } from './stream/stream-player.ts';

/**
 * What a player process needs. `signal` ends the wait for Telegram at the start. The store stays its owner's to close.
 */
export interface PlayerOptions {
  readonly config: TelegramConfig;
  readonly store: RealtimeStore;
  readonly log: Logger;
  readonly signal?: AbortSignal;
  readonly observer?: PlayerObserver;
}

/** A running player: it owns streams and plays them. Whoever started it closes it. */
export interface Player {
  readonly playerId: string;
  /** Whether it can serve streams now: connected to Telegram. */
  isReady(): boolean;
  /** What it tells of itself, for the metrics. */
  stats(): PlayerStats;
  /**
   * Saves positions, leaves the calls, gives the leases up; streams stay on, for the next player to go on at the same second.
   */
  close(): Promise<void>;
}

/**
 * Requests that are answered at a time, by this process; the work is in ffmpeg's processes and the network.
 */
const resolveConcurrency = 4;

/**
 * Starts a player: connects the assistant (waiting while Telegram is away), serves resolve requests, and plays the streams it gets.
 * @throws AppError `config-invalid`, `telegram-refused`, `program-missing`, `aborted`
 */
export async function startPlayer(options: PlayerOptions): Promise<Player> {
  const { config, store, log, signal = new AbortController().signal, observer = unobserved } = options;
  const playerId = `player-${randomBytes(6).toString('hex')}`;
  const closing = new AbortController();
  const starting = AbortSignal.any([signal, closing.signal]);
  let assistant: Assistant | null = null;

  const sources = await openSources({ config, log, assistant: () => assistant, observer });
  const { ingest, resolver, openLive } = sources;
  // Links and the library need no assistant: people get answers while it still connects.
  const worker = store.resolveJobs.serve((job, jobSignal, report) => resolver.resolve(job, jobSignal, report), {
    concurrency: resolveConcurrency,
  });
  try {
    // Both take their time: Telegram's answer, and at the very first start the composing of the placeholder.
    const connecting = connect(config, log, starting, observer.floodWait).then((connected) => {
      assistant = connected;
      return connected;
    });
    const { DATA_DIR: dataDir, PLACEHOLDER_FILE: file } = config;
    const placing = ensurePlaceholder({ dataDir, file, ingest, log, signal: starting });
    const [connected, placeholder] = await Promise.all([connecting, placing]);

    const clock = createPlayoutClock({ log });
    const predecessors = await findPredecessors(store, connected.me.id);
    const rejoins: Partial<Record<RejoinCause, number>> = {};
    const engines = selectEngines(config.CALL_ENGINE, { log });
    const announcing = startAnnouncing({ playerId, store, assistant: connected, streams: () => ownership.count, log });
    const ownership: Ownership = startOwnership({
      playerId,
      leases: store.leases,
      playback: store.playback,
      predecessors,
      mayTake: () => connected.isConnected,
      log,
      open: (streamId, fence, onDone) =>
        new StreamPlayer({
          streamId,
          store,
          fence,
          clock,
          files: ingest,
          openLive,
          placeholder,
          observer,
          log,
          onDone,
          onRejoin: (cause) => {
            rejoins[cause] = (rejoins[cause] ?? 0) + 1;
          },
          openCall: (listener) =>
            openCallSession({
              assistant: connected,
              engines,
              streamId,
              channels: config.AUDIO_CHANNELS === 1 ? 1 : 2,
              bitrateKbps: config.AUDIO_BITRATE_KBPS,
              assistantIds: announcing.assistantIds,
              listener,
              log,
            }),
        }),
    });
    const stopLooking = connected.onUpdate((update) => {
      if (update.type === 'connection' && update.isConnected) ownership.look();
    });
    const following = [
      followCommands({
        store,
        ownership,
        assistant: connected,
        assistantIds: announcing.assistantIds,
        log,
        signal: closing.signal,
      }),
      followQueues({ store, ownership, signal: closing.signal }),
      followRemovedTracks({ store, ingest, mediaDir: config.MEDIA_DIR, log, signal: closing.signal }),
    ];
    log.info({ playerId, assistantId: connected.me.id }, 'player ready');

    return {
      playerId,
      isReady: () => connected.isConnected,
      stats: () => ({
        ...sumUp(ownership.figures()),
        clock: clock.stats(),
        rejoins,
        isConnected: connected.isConnected,
        ingest: ingest.stats(),
      }),
      close: async () => {
        closing.abort();
        stopLooking();
        await Promise.all([ownership.close(), announcing.close()]);
        await Promise.all([
          connected.close(),
          closeQuietly(worker, log),
          ingest.close(),
          sources.close(),
          ...following,
        ]);
        clock.close();
      },
    };
  } catch (error) {
    closing.abort();
    await Promise.all([
      closeQuietly(worker, log),
      ingest.close(),
      sources.close(),
      (assistant as Assistant | null)?.close(),
    ]);
    throw error;
  }
}

/** The one MTProto client of this process. */
function connect(
  config: TelegramConfig,
  log: Logger,
  signal: AbortSignal,
  onFloodWait: (waitMs: number) => void,
): Promise<Assistant> {
  return connectAssistant({
    apiId: config.TELEGRAM_API_ID,
    apiHash: config.TELEGRAM_API_HASH,
    session: config.ASSISTANT_SESSION,
    address: config.MTPROTO_ADDRESS,
    log,
    signal,
    onFloodWait,
  });
}

/** A worker whose Redis is away cannot be closed properly; the process ends all the same. */
async function closeQuietly(worker: { close(): Promise<void> }, log: Logger): Promise<void> {
  try {
    await worker.close();
  } catch (error) {
    log.debug({ err: error }, 'closing the resolve worker failed');
  }
}

/** Players of the same account before us: an account plays in one process only, so they are dead although their entries have not run out. */
async function findPredecessors({ players }: RealtimeStore, assistantId: number): Promise<readonly string[]> {
  const known = await players.list();
  return known.filter((player) => player.assistantId === assistantId).map(({ playerId }) => playerId);
}
