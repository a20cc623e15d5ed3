import { z } from 'zod';
import { mediaInput } from '../../ingest/program/media-input.ts';
import { runProgram } from '../../ingest/program/run-program.ts';

const seconds = z.coerce.number().nonnegative().optional().catch(undefined);
const tags = z.record(z.string(), z.string()).optional();

/** The part of ffprobe's JSON that we read. */
const ffprobeJson = z.object({
  streams: z
    .array(z.object({ codec_type: z.string().optional(), codec_name: z.string().optional(), duration: seconds, tags }))
    .default([]),
  format: z.object({ format_name: z.string().optional(), duration: seconds, tags }).optional(),
});

/** What ffprobe says of a file. */
export interface HeaderProbe {
  /** What its headers say; null when they cannot be read. */
  readonly header: z.output<typeof ffprobeJson> | null;
  /** ffprobe's remarks. */
  readonly remarks: string;
}

/** What a walk through all packets of the first audio stream gives. */
export interface PacketWalk {
  /** End of the last packet, seconds; null when there is none, or it took too long. */
  readonly endSeconds: number | null;
  /** Whether the stream could be read and its first second decoded. */
  readonly isReadable: boolean;
  /** ffmpeg's remarks. */
  readonly remarks: string;
}

const probeTimeoutMs = 20_000;

/**
 * Reads a file's headers with ffprobe (about 100 ms, most of it the program's start).
 * @throws AppError `aborted`, `program-missing`, `timeout`.
 */
export async function probeHeader(path: string, signal: AbortSignal): Promise<HeaderProbe> {
  const entries = 'format=format_name,duration:format_tags:stream=codec_type,codec_name,duration:stream_tags';
  // `warning`, not `error`: ffmpeg says there whether a duration is written in the file or was guessed from the bit rate.
  const args = ['-v', 'warning', ...mediaInput(path), '-show_entries', entries, '-of', 'json'];
  const run = await runProgram('ffprobe', args, { signal, timeoutMs: probeTimeoutMs });
  return { header: run.code === 0 ? ffprobeJson.parse(JSON.parse(run.stdout)) : null, remarks: run.stderr };
}

/**
 * Walks through all packets without decoding them (some thousands × real time) and decodes the first second.
 * @throws AppError `aborted`, `program-missing`, `timeout`.
 */
export async function walkPackets(path: string, signal: AbortSignal): Promise<PacketWalk> {
  // The second that is decoded is an input of its own: as a second output of the first, all of it would be decoded (twice the time).
  const inputs = [...mediaInput(path), ...mediaInput(path, ['-t', '1'])];
  const outputs = ['-map', '0:a:0', '-c', 'copy', '-f', 'null', '-', '-map', '1:a:0', '-f', 'null', '-'];
  // `info`, for the banner: it saves another program's start for most files.
  const args = ['-nostdin', '-hide_banner', '-nostats', '-v', 'info', ...inputs, '-progress', 'pipe:1', ...outputs];
  const run = await runProgram('ffmpeg', args, { signal, timeoutMs: probeTimeoutMs });
  const times = [...run.stdout.matchAll(/^out_time_us=(-?\d+)$/gm)];
  const end = times.at(-1)?.[1];
  return { endSeconds: end === undefined ? null : Number(end) / 1e6, isReadable: run.code === 0, remarks: run.stderr };
}
