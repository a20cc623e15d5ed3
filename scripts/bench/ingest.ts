import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createLog } from '../../log.ts';
import { createIngest } from '../../player/ingest/create-ingest.ts';
import { measureLoudness } from '../../player/ingest/loudness/measure-loudness.ts';
import { runFfmpeg } from '../../test/fixtures/run-ffmpeg.ts';
import { makeTemporaryFolder } from '../../test/fixtures/temporary-folder.ts';
import { percentile } from './percentile.ts';

/** Result of the bench; loudness and peak are those of the worst file, measured on its decoded sound. */
export interface IngestFigures {
  /** Seconds of sound prepared per second of one ingest, median. */
  readonly realtimeFactor: number;
  /** The integrated loudness that is farthest from −16 LUFS. */
  readonly lufs: number;
  /** The highest true peak, dBTP. */
  readonly truePeakDb: number;
  readonly files: readonly {
    readonly format: string;
    readonly realtimeFactor: number;
    readonly lufs: number;
    readonly truePeakDb: number;
  }[];
}

const seconds = 90;
const targetLufs = -16;
/** Plucked notes over soft pink noise: a high crest factor, so that the limiter has work. `gainDb` makes loud and quiet masters. */
const formats = [
  { format: 'mp3', codec: ['-c:a', 'libmp3lame', '-b:a', '192k'], gainDb: 0 },
  { format: 'flac', codec: ['-c:a', 'flac'], gainDb: -14 },
  { format: 'ogg', codec: ['-c:a', 'libvorbis', '-q:a', '5'], gainDb: -6 },
  { format: 'm4a', codec: ['-c:a', 'aac', '-b:a', '160k'], gainDb: 6 },
  { format: 'wav', codec: ['-c:a', 'pcm_s16le'], gainDb: -20 },
  { format: 'opus', codec: ['-c:a', 'libopus', '-b:a', '96k'], gainDb: -3 },
] as const;

/** Prepares one file of each format and measures what comes out. */
export async function benchIngest(): Promise<IngestFigures> {
  const folder = await makeTemporaryFolder();
  const files: IngestFigures['files'][number][] = [];
  const originals = {
    fetch: async (track: { readonly trackId: string }) => join(folder, `${track.trackId}-source`),
    discard: async () => undefined,
  };
  const log = createLog({ level: 'error', format: 'human', service: 'bench' });
  const ingest = await createIngest({
    cacheDir: folder,
    cacheMaxMb: 500,
    channels: 2,
    bitrateKbps: 128,
    originals,
    log,
    concurrency: 1,
  });
  try {
    for (const { format, codec, gainDb } of formats) {
      const original = join(folder, `${format}-source.${format}`);
      await makeMusic(original, codec, gainDb);
      const own = { trackId: format, original: async () => original };
      const startedAt = performance.now();
      const prepared = await ingest.prepareOwn(own, AbortSignal.timeout(300_000));
      const tookMs = performance.now() - startedAt;
      const { loudnessLufs, truePeakDbtp } = await measureLoudness({
        path: prepared.path,
        channels: 2,
        signal: AbortSignal.timeout(60_000),
      });
      const { size } = await stat(prepared.path);
      if (size === 0) throw new Error(`${format}: nothing was made`);
      files.push({
        format,
        realtimeFactor: Math.round((seconds * 1_000) / tookMs),
        lufs: loudnessLufs ?? Number.NEGATIVE_INFINITY,
        truePeakDb: truePeakDbtp ?? Number.NEGATIVE_INFINITY,
      });
    }
  } finally {
    await ingest.close();
    await rm(folder, { recursive: true, force: true });
  }
  const farthest = files.reduce((a, b) => (Math.abs(b.lufs - targetLufs) > Math.abs(a.lufs - targetLufs) ? b : a));
  return {
    realtimeFactor: percentile(
      files.map(({ realtimeFactor }) => realtimeFactor),
      0.5,
    ),
    lufs: farthest.lufs,
    truePeakDb: Math.max(...files.map(({ truePeakDb }) => truePeakDb)),
    files,
  };
}

async function makeMusic(path: string, codec: readonly string[], gainDb: number): Promise<void> {
  const noise = `anoisesrc=c=pink:r=44100:a=0.04:d=${seconds}:seed=7,tremolo=f=0.1:d=0.7`;
  const melody = `aevalsrc='0.9*sin(2*PI*t*(220+55*floor(mod(t*2,8))))*exp(-14*mod(t,0.5))|0.9*sin(2*PI*t*(330+55*floor(mod(t*2,8))))*exp(-14*mod(t,0.5))':s=44100:d=${seconds}`;
  const mix = `[0:a]aformat=channel_layouts=stereo[n];[n][1:a]amix=inputs=2:normalize=0,volume=${gainDb}dB`;
  await runFfmpeg(['-f', 'lavfi', '-i', noise, '-f', 'lavfi', '-i', melody, '-filter_complex', mix, ...codec, path]);
}
