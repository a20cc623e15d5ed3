import type { GainPlan } from '../loudness/choose-gain.ts';
import { normalForm } from '../loudness/measure-loudness.ts';

/** The form of prepared audio. */
export interface OpusProfile {
  readonly channels: 1 | 2;
  readonly bitrateKbps: number;
}

/** libopus complexity: `ahead` costs half as much again for a little better sound. */
const complexity = { now: '5', ahead: '10' } as const;

/**
 * Ogg pages of 200 ms (10 packets), each written out at once: readers of a growing file are never more than that behind. The
 * same input gives the same bytes (`bitexact`), so that an encode begun anew continues a file that is being read.
 */
const oggOutput = [
  '-map_metadata',
  '-1',
  '-fflags',
  '+bitexact',
  '-page_duration',
  '200000',
  '-flush_packets',
  '1',
  '-f',
  'ogg',
  '-y',
];

/** ffmpeg's filters for a plan: the normal form, the gain, the limiter. */
function levelFilters({ gainDb, limiter, ceilingDb }: GainPlan, channels: 1 | 2): string {
  const limit = `alimiter=limit=${(10 ** (ceilingDb / 20)).toFixed(5)}:attack=5:release=80:level=disabled:latency=1`;
  const limiting = { none: [], sample: [limit], 'true-peak': ['aresample=192000', limit, 'aresample=48000'] }[limiter];
  return [normalForm(channels), `volume=${gainDb}dB`, ...limiting, 'aformat=sample_fmts=flt'].join(',');
}

/** ffmpeg's output options for one encode to Ogg Opus: 48 kHz, 20 ms frames, constrained VBR. */
export function encodeArgs(path: string, plan: GainPlan, profile: OpusProfile, urgency: 'now' | 'ahead'): string[] {
  const { channels, bitrateKbps } = profile;
  return [
    ...['-map', '0:a:0', '-af', levelFilters(plan, channels), '-ar', '48000', '-ac', String(channels)],
    // Plain VBR gave 228 kbit/s at 128k on tones (FACTS.md).
    ...['-c:a', 'libopus', '-b:a', `${bitrateKbps}k`, '-vbr', 'constrained', '-frame_duration', '20'],
    ...['-application', 'audio', '-compression_level', complexity[urgency], '-flags:a', '+bitexact'],
    ...oggOutput,
    `file:${path}`,
  ];
}

/** ffmpeg's output options to take Opus packets over as they are. */
export function copyArgs(path: string): string[] {
  return ['-map', '0:a:0', '-c:a', 'copy', ...oggOutput, `file:${path}`];
}
