import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../log.ts';
import type { JoinPayload, Transport } from '../../player/call/engine.ts';
import { createNativeEngine } from '../../player/call/engines/native.ts';
import { createPlayoutClock } from '../../player/playout/clock.ts';
import { createLane, type Lane } from '../../player/playout/lane.ts';
import { openOggOpusReader } from '../../player/playout/ogg-opus-reader.ts';
import type { RtpReport } from '../../sandbox/media/media-server.ts';
import { runFfmpeg } from '../../test/fixtures/run-ffmpeg.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { readWav } from '../../test/fixtures/wav.ts';
import { findBurstDb, findJoints } from './joints.ts';
import { percentile } from './percentile.ts';
import { createRpc, endChild } from './rpc.ts';

/** Result of the bench; dips and bursts from the sound decoded at the media server ({@link findJoints}), gaps from the RTP that arrived. */
export interface TransitionFigures {
  readonly transitions: number;
  /** 20 ms frames that did not arrive: lost, or left out of the timestamps. */
  readonly missingFrames: number;
  /** Without media, for each transition. */
  readonly gapMs: { readonly p50: number; readonly max: number };
  readonly dipMs: { readonly p50: number; readonly max: number };
  readonly burstDb: { readonly max: number };
}

const callId = 'transitions';
const stepMs = 800;
const trackSeconds = 6;
/** Lengths that end at different places within a frame, and two loudnesses; 400 Hz multiples suit the analysis. */
const tracks = [
  { frequency: 800, seconds: trackSeconds, levelDb: -12 },
  { frequency: 1_200, seconds: trackSeconds + 0.004, levelDb: -15 },
  { frequency: 1_600, seconds: trackSeconds + 0.009, levelDb: -12 },
  { frequency: 2_000, seconds: trackSeconds + 0.014, levelDb: -15 },
];

/** Plays prepared tones through the native engine and makes `n` transitions: skips, natural ends and seeks in turn. */
export async function benchTransitions(n: number): Promise<TransitionFigures> {
  const log = createLog({ level: 'warn', format: 'human', service: 'bench' });
  const folder = await makeTemporaryFolder();
  const receiver = fork(fileURLToPath(new URL('./receiver.ts', import.meta.url)), { serialization: 'advanced' });
  const clock = createPlayoutClock({ log });
  const lane = createLane({ clock, log });
  const ears = createRpc(receiver, {});
  const connection = await createNativeEngine({ log }).connect({
    negotiate: (payload: JoinPayload) => ears.call<Transport>('join', { callId, payload }),
    channels: 2,
    bitrateKbps: 128,
    signal: AbortSignal.timeout(10_000),
  });
  try {
    const play = await createPlayer(lane, folder);
    lane.attach(connection);
    await play.skip(0);
    await waitFor(() => ears.call<boolean>('isReceiving', callId), { what: 'sound at the media server' });
    // The first moments of a connection are not what is measured.
    await sleep(1_500);
    const seconds = Math.ceil(((n + 1) * stepMs) / 1_000) + 1;
    const listening = Promise.all([
      ears.call<Uint8Array>('recordWav', { callId, seconds }),
      ears.call<RtpReport>('measureRtp', { callId, seconds }),
    ]);
    await sleep(stepMs);
    await makeTransitions(play, n);
    const [wav, rtp] = await listening;
    return summarize(n, readWav(wav).channels, rtp);
  } finally {
    await lane.close();
    clock.close();
    await connection.close();
    await endChild(receiver);
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeTransitions(play: Awaited<ReturnType<typeof createPlayer>>, n: number): Promise<void> {
  const begunAt = performance.now();
  for (let index = 0; index < n; index += 1) {
    // A track that is skipped to ends by itself one step later; the one after it is then sought in.
    if (index % 3 === 0) await play.skip(trackSeconds * 1_000 - stepMs);
    if (index % 3 === 2) await play.seek(((index * 740) % 3_000) + 1_000);
    await sleep(begunAt + (index + 1) * stepMs - performance.now());
  }
}

async function createPlayer(lane: Lane, folder: string) {
  const paths: string[] = [];
  for (const tone of tracks) {
    const wav = await makeTone(join(folder, `${tone.frequency}.wav`), tone);
    const path = join(folder, `${tone.frequency}.opus`);
    await runFfmpeg(['-i', wav, '-c:a', 'libopus', '-b:a', '128k', '-vbr', 'constrained', path]);
    paths.push(path);
  }
  let turn = 0;
  const open = (positionMs: number) => {
    const path = paths[turn++ % paths.length] ?? '';
    const file = { trackId: path, path, state: 'complete', error: null, durationMs: null } as const;
    return openOggOpusReader({ file, positionMs, signal: AbortSignal.timeout(5_000) });
  };
  return {
    /** Plays the next tone from there, with the one after it behind it. */
    async skip(positionMs: number): Promise<void> {
      const [source, next] = [await open(positionMs), await open(0)];
      lane.play(source, { token: String(turn) });
      lane.setNext(next, { token: `next ${turn}` });
    },
    seek: (positionMs: number) => lane.seek(positionMs),
  };
}

function summarize(n: number, channels: readonly Float32Array[], rtp: RtpReport): TransitionFigures {
  const joints = findJoints(channels);
  // A transition that was not heard as a dip, or that has no gap, counts with 0.
  const padded = (values: readonly number[]) => [...values, ...Array<number>(Math.max(0, n - values.length)).fill(0)];
  // Over all as well: a joint that does not dip is not found as one.
  const bursts = [findBurstDb(channels), ...joints.map(({ burstDb }) => burstDb)];
  const dips = padded(joints.map(({ dipMs }) => dipMs));
  const gaps = padded(rtp.gapsMs);
  return {
    transitions: n,
    missingFrames: Math.round(rtp.gapsMs.reduce((sum, gapMs) => sum + gapMs, 0) / 20),
    gapMs: { p50: percentile(gaps, 0.5), max: Math.max(...gaps) },
    dipMs: { p50: percentile(dips, 0.5), max: Math.max(...dips) },
    burstDb: { max: Number(Math.max(...bursts).toFixed(2)) },
  };
}
