import type { Resolution, Track } from '../../../storage/model.ts';
import type { Egress } from '../../egress/create-egress.ts';
import { chooseRendition, parseHls } from '../../ingest/live/hls/parse-hls.ts';
import { maxHlsBytes, openLiveInput, readAtMost } from '../../ingest/live/live-input.ts';
import { stripIcy } from '../../ingest/live/strip-icy.ts';
import { pipedInput } from '../../ingest/program/media-input.ts';
import { runProgram } from '../../ingest/program/run-program.ts';
import { nameTrack } from '../names/track-names.ts';
import { trackIdOf } from '../originals/track-id.ts';

/** Enough for ffprobe to know the format, bytes. */
const sampleBytes = 48 * 1_024;
/** A slow broadcast is judged by what has come by then, milliseconds. */
const sampleMs = 4_000;

/**
 * The track of a broadcast: radio (icecast, shoutcast) or HLS that answers and has sound in it, named by the station.
 * @throws AppError `aborted`, `program-missing`; EgressError when it breaks off.
 */
export async function resolveLive(
  egress: Egress,
  url: string,
  saidTitle: string | null,
  signal: AbortSignal,
): Promise<Resolution> {
  const refuse = (code: 'url-endless' | 'no-audio'): Resolution => ({ type: 'refused', name: url, refusal: { code } });
  const opened = await openLiveInput(egress, url, signal);
  if (opened.type === 'refused') return { type: 'refused', name: url, refusal: opened.refusal };
  const { input } = opened;
  if (input.type === 'hls') {
    const durationMs = await measureHls(egress, input.text, input.url, signal);
    return durationMs === 'none' ? refuse('no-audio') : ok(trackOf(url, null, saidTitle, durationMs));
  }
  try {
    const { stream, metadataInterval, name } = input;
    const sound = metadataInterval === null ? stream : stripIcy(stream, metadataInterval, () => undefined);
    const sample = await takeSample(sound, () => stream.destroy());
    // Something that never ends and is no sound: a clock, a log, a trap.
    return (await hasSound(sample, signal)) ? ok(trackOf(url, name, saidTitle, null)) : refuse('url-endless');
  } finally {
    input.stream.destroy();
  }
}

/** How long a recording in HLS is, milliseconds; null: it is live; `none`: nothing to play. */
async function measureHls(
  egress: Egress,
  text: string,
  url: string,
  signal: AbortSignal,
): Promise<number | null | 'none'> {
  const playlist = parseHls(text, url);
  if (playlist.type === 'master') {
    const rendition = chooseRendition(playlist);
    if (rendition === null) return 'none';
    const answer = await egress.open(rendition, { signal, maxBytes: maxHlsBytes });
    if (answer.type === 'refused') return 'none';
    const body = (await readAtMost(answer.stream, maxHlsBytes)).toString('utf8');
    const media = parseHls(body, answer.finalUrl.href);
    return media.type === 'media' ? media.durationMs : 'none';
  }
  if (playlist.segments.length === 0 && playlist.durationMs !== null) return 'none';
  return playlist.durationMs;
}

async function takeSample(sound: AsyncIterable<Uint8Array>, stop: () => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const late = setTimeout(stop, sampleMs);
  try {
    for await (const chunk of sound) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes >= sampleBytes) break;
    }
  } catch (error) {
    // Ended by the clock: what came until then is the sample.
    if (!isPremature(error)) throw error;
  } finally {
    clearTimeout(late);
  }
  return Buffer.concat(chunks);
}

function isPremature(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function hasSound(sample: Buffer, signal: AbortSignal): Promise<boolean> {
  const args = ['-v', 'error', ...pipedInput(), '-show_entries', 'stream=codec_type,sample_rate', '-of', 'csv=p=0'];
  const run = await runProgram('ffprobe', args, { signal, timeoutMs: 10_000, input: sample });
  return /^audio,[1-9]/m.test(run.stdout);
}

function ok(track: Track): Resolution {
  return { type: 'tracks', tracks: [track] };
}

function trackOf(url: string, name: string | null, saidTitle: string | null, durationMs: number | null): Track {
  const { hostname, pathname } = new URL(url);
  const fromAddress = /[^/]+(?=\/*$)/.exec(pathname)?.[0] ?? hostname;
  const fallback = isPlainName(fromAddress) ? hostname : null;
  const said = { title: saidTitle ?? fallback, performer: null };
  const named = nameTrack({ title: name, performer: null }, said, fromAddress);
  return { trackId: trackIdOf('live', url), ...named, durationMs, source: { type: 'live', url } };
}

/** Names that every second broadcast has, and that tell nobody anything. */
function isPlainName(name: string): boolean {
  return /^(index|playlist|master|stream|live|radio|;|\d+)?(\.\w+)?$/i.test(name);
}
