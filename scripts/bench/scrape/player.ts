/** The playing process of the bench `scrape`: lanes that play prepared tracks, and a player's metrics. It ends with its parent. */
import { createErrorTally } from '../../../error-tally.ts';
import { createLog } from '../../../log.ts';
import { createMetrics } from '../../../metrics/registry.ts';
import { serveMetrics } from '../../../metrics/serve.ts';
import type { CallConnection } from '../../../player/call/engine.ts';
import { sumUp } from '../../../player/player-stats.ts';
import { createPlayoutClock } from '../../../player/playout/clock.ts';
import { createLane } from '../../../player/playout/lane.ts';
import { createLoopSource } from '../../../player/playout/loop-source.ts';
import { openOggOpusReader } from '../../../player/playout/ogg-opus-reader.ts';
import { measurePlayer } from '../../../services/measure-player.ts';
import { createRpc } from '../rpc.ts';

/** `path`: a prepared track that all play in a loop. */
export interface ScrapedPlayerRequest {
  readonly streams: number;
  readonly path: string;
  readonly folder: string;
}

const log = createLog({ level: 'warn', format: 'human', service: 'bench' });
const clock = createPlayoutClock({ log });
const { signal } = new AbortController();
/** Takes packets to nowhere: what sending costs is measured by the bench `streams`. */
const nowhere: CallConnection = {
  engine: 'native',
  ssrc: 1,
  state: 'connected',
  sendOpus: () => undefined,
  skip: () => undefined,
  stats: () => ({ packetsSent: 0, bytesSent: 0, lastRtcpAtMs: null }),
  onState: () => () => undefined,
  close: async () => undefined,
};

createRpc(process, {
  start,
  beginMeasuring: () => clock.resetStats(),
  latenessMs: () => clock.stats().latenessMs,
});
process.on('disconnect', () => process.exit());

/** Gives the address of the metrics. */
async function start({ streams, path, folder }: ScrapedPlayerRequest): Promise<string> {
  const metrics = createMetrics({ version: '0', service: 'bench' });
  const measured = measurePlayer(metrics, { errors: createErrorTally(), dataDir: folder });
  const file = { trackId: path, path, state: 'complete', error: null, durationMs: null } as const;
  for (let index = 0; index < streams; index += 1) {
    const lane = createLane({ clock, log });
    lane.attach(nowhere);
    // Different places, so that the streams do not read in step.
    let positionMs = (index * 170) % 10_000;
    const open = () => {
      const from = positionMs;
      positionMs = 0;
      return openOggOpusReader({ file, positionMs: from, signal });
    };
    lane.play(await createLoopSource({ open, log }), { token: String(index) });
  }
  const figures = Array.from({ length: streams }, () => ({ state: 'live', listeners: 3 }) as const);
  measured.watch({
    stats: () => ({
      ...sumUp(figures),
      clock: clock.stats(),
      rejoins: {},
      isConnected: true,
      ingest: { pending: 0, cacheBytes: 0, cacheMaxBytes: 1 },
    }),
  });
  const server = await serveMetrics({ metrics, host: '127.0.0.1', port: 0, token: undefined, log });
  return server.url;
}
