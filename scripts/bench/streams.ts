import { type ForkOptions, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RtpReport } from '../../sandbox/media/media-server.ts';
import { runFfmpeg } from '../../test/fixtures/run-ffmpeg.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { readUsage } from './process-usage.ts';
import { createRpc, endChild } from './rpc.ts';
import type { SenderFigures } from './sender.ts';

/** `seconds`: how long is measured; connecting and settling come before. */
export interface StreamsOptions {
  readonly engine: 'native' | 'tgcalls';
  readonly n: number;
  readonly seconds: number;
}

/** Result of the bench. CPU and memory are the sending process's and its children's, from /proc. */
export interface StreamsFigures {
  readonly engine: 'native' | 'tgcalls';
  readonly n: number;
  readonly coresPerStream: number;
  /** What the process grew by when the streams were started, per stream, MB. */
  readonly rssMbPerStream: number;
  /** From the time a frame was due to its sending. */
  readonly latenessMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Packets that the media server received, decrypted, in the measured time. */
  readonly packets: number;
  readonly expected: number;
  readonly lost: number;
  /** Frames given up by the sender because it stood still, and frames for which a file had no packet in time. */
  readonly missed: number;
  readonly underrun: number;
}

const trackSeconds = 40;
const settleMs = 3_000;
const forked: ForkOptions = { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] };

/** Plays `n` streams into `n` calls and measures what that costs; sender and receiver are processes of their own. */
export async function benchStreams({ engine, n, seconds }: StreamsOptions): Promise<StreamsFigures> {
  const folder = await makeTemporaryFolder();
  const receiver = fork(fileURLToPath(new URL('./receiver.ts', import.meta.url)), forked);
  const sender = fork(fileURLToPath(new URL('./sender.ts', import.meta.url)), forked);
  try {
    const pid = sender.pid;
    if (pid === undefined) throw new Error('the sender did not start');
    const ears = createRpc(receiver, {});
    const player = createRpc(sender, { join: (request: unknown) => ears.call('join', request) });
    const paths = await makeTracks(folder);
    // Answers when its modules are loaded: only then is its memory that of a player without streams.
    await player.call('figures');
    const before = await readUsage(pid);
    await player.call('start', { engine, n, paths });
    const callIds = Array.from({ length: n }, (_, index) => String(index));
    for (const callId of callIds)
      await waitFor(() => ears.call<boolean>('isReceiving', callId), { what: `stream ${callId}`, timeoutMs: 30_000 });
    await sleep(settleMs);

    await player.call('beginMeasuring');
    const begin = await readUsage(pid);
    const begunAt = performance.now();
    // Not awaited yet: the receiver listens for the same time in which the sender is measured.
    const measuring = callIds.map((callId) => ears.call<RtpReport>('measureRtp', { callId, seconds }));
    await sleep(seconds * 1_000);
    const end = await readUsage(pid);
    const tookSeconds = (performance.now() - begunAt) / 1_000;
    const reports = await Promise.all(measuring);
    const { latenessMs, missed, underrun } = await player.call<SenderFigures>('figures');
    return {
      engine,
      n,
      coresPerStream: round((end.cpuSeconds - begin.cpuSeconds) / tookSeconds / n, 5),
      rssMbPerStream: round((end.rssMb - before.rssMb) / n, 2),
      latenessMs: { p50: latenessMs.p50, p99: round(latenessMs.p99, 2), max: round(latenessMs.max, 2) },
      packets: reports.reduce((sum, { packets }) => sum + packets, 0),
      expected: n * seconds * 50,
      lost: reports.reduce((sum, { lost }) => sum + lost, 0),
      missed,
      underrun,
    };
  } finally {
    await Promise.all([endChild(sender), endChild(receiver)]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Four tracks as ingest prepares them; tones over noise, so that the packets have the size that music gives them. */
async function makeTracks(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, hertz] of [220, 277, 330, 440].entries()) {
    const path = join(folder, `${hertz}.opus`);
    const graph = `[0]volume=-14dB[a];[1]volume=-6dB[b];[a][b]amix=inputs=2:duration=first:normalize=0,aformat=channel_layouts=stereo`;
    await runFfmpeg([
      ...['-f', 'lavfi', '-i', `sine=f=${hertz}:r=48000:d=${trackSeconds}`],
      ...['-f', 'lavfi', '-i', `anoisesrc=c=pink:a=0.2:r=48000:d=${trackSeconds}:seed=${index + 1}`],
      ...['-filter_complex', graph, '-c:a', 'libopus', '-b:a', '128k', '-vbr', 'constrained', '-frame_duration', '20'],
      ...['-compression_level', '5', path],
    ]);
    paths.push(path);
  }
  return paths;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
