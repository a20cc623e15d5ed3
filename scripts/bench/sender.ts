/** The sending process of the bench `streams`: what a player does with prepared tracks, and nothing else. It ends with its parent. */
import { createLog } from '../../log.ts';
import type { JoinPayload, Transport } from '../../player/call/engine.ts';
import { selectEngines } from '../../player/call/engines/select-engines.ts';
import { createPlayoutClock } from '../../player/playout/clock.ts';
import { createLane } from '../../player/playout/lane.ts';
import { createLoopSource } from '../../player/playout/loop-source.ts';
import { openOggOpusReader } from '../../player/playout/ogg-opus-reader.ts';
import { createRpc } from './rpc.ts';

/** Streams to start: `paths` are prepared tracks, given out in turn and played in a loop. */
export interface StartRequest {
  readonly engine: 'native' | 'tgcalls';
  readonly n: number;
  readonly paths: readonly string[];
}

/** How punctual the sender was since `beginMeasuring`. */
export interface SenderFigures {
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly missed: number;
  readonly underrun: number;
}

const connectLimitMs = 30_000;
const log = createLog({ level: 'warn', format: 'human', service: 'sender' });
const clock = createPlayoutClock({ log });
const lanes: ReturnType<typeof createLane>[] = [];
const { signal } = new AbortController();

const parent = createRpc(process, {
  start,
  beginMeasuring: () => clock.resetStats(),
  figures: (): SenderFigures => {
    const { latenessMs, missed } = clock.stats();
    return { latenessMs, missed, underrun: lanes.reduce((sum, lane) => sum + lane.stats().underrun, 0) };
  },
});
// Nothing of ours must outlive a bench that was interrupted.
process.on('disconnect', () => process.exit());

async function start({ engine, n, paths }: StartRequest): Promise<void> {
  // One after the other: joins in a burst would measure the joining, and a player never does that.
  const { first } = selectEngines(engine, { log });
  for (let index = 0; index < n; index += 1) {
    const path = paths[index % paths.length] ?? '';
    const connection = await first.connect({
      negotiate: (payload: JoinPayload) => parent.call<Transport>('join', { callId: String(index), payload }),
      channels: 2,
      bitrateKbps: 128,
      signal: AbortSignal.timeout(connectLimitMs),
    });
    const lane = createLane({ clock, log });
    lanes.push(lane);
    lane.attach(connection);
    const file = { trackId: path, path, state: 'complete', error: null, durationMs: null } as const;
    // Different places, so that the streams do not read and join in step.
    const positionMs = (index * 1_700) % 20_000;
    let isFirst = true;
    const open = () => {
      const from = isFirst ? positionMs : 0;
      isFirst = false;
      return openOggOpusReader({ file, positionMs: from, signal });
    };
    lane.play(await createLoopSource({ open, log }), { token: String(index) });
  }
}
