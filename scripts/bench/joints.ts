/** What a listener hears at one joint of two sounds. */
export interface Joint {
  /** Where it is in the recording. */
  readonly atMs: number;
  /** How long the level was more than 10 dB (which sounds half as loud) under the quieter of the two sides. */
  readonly dipMs: number;
  /** The highest peak near the joint over the peaks of the louder side; 0 or less when nothing sticks out. */
  readonly burstDb: number;
}

/** Samples of a window: 2.5 ms at 48 kHz. Sines of multiples of 400 Hz have the same level in every window. */
const windowSamples = 120;
const windowMs = 2.5;
const dipDb = -10;
/** Quieter than this against the whole recording, a window belongs to a joint. */
const jointDb = -14;
/** Windows apart at which two quiet places are two joints (200 ms). */
const apartWindows = 80;
/** Windows on both sides of a joint that are searched for bursts (150 ms). */
const nearWindows = 60;

interface Window {
  readonly rms: number;
  readonly peak: number;
}

/**
 * Finds the joints in a recording of steady sounds and measures them.
 * `channels`: samples −1…1, 48 kHz; the louder channel counts.
 */
export function findJoints(channels: readonly Float32Array[]): Joint[] {
  const windows = toWindows(channels);
  const quiet = median(windows.map(({ rms }) => rms)) * amplitude(jointDb);
  const joints: Joint[] = [];
  let first = -1;
  let last = -1;
  for (const [index, { rms }] of windows.entries()) {
    if (rms >= quiet) continue;
    if (first >= 0 && index - last > apartWindows) {
      joints.push(measure(windows, first, last));
      first = -1;
    }
    if (first < 0) first = index;
    last = index;
  }
  if (first >= 0) joints.push(measure(windows, first, last));
  return joints;
}

/**
 * The highest peak of a whole recording of steady sounds over the peaks of the loudest of them, dB: finds bursts also where nothing dips.
 * The loudest sound must fill more than a quarter of the recording.
 */
export function findBurstDb(channels: readonly Float32Array[]): number {
  const peaks = toWindows(channels)
    .map(({ peak }) => peak)
    .sort((a, b) => a - b);
  return 20 * Math.log10((peaks.at(-1) ?? 0) / (peaks[Math.floor(peaks.length * 0.75)] ?? 0));
}

function measure(windows: readonly Window[], first: number, last: number): Joint {
  const before = windows.slice(Math.max(0, first - apartWindows), Math.max(0, first - 8));
  const after = windows.slice(last + 40, last + apartWindows);
  const level = Math.min(median(before.map(({ rms }) => rms)), median(after.map(({ rms }) => rms)));
  const peak = Math.max(median(before.map((w) => w.peak)), median(after.map((w) => w.peak)));
  const near = windows.slice(Math.max(0, first - nearWindows), last + nearWindows);
  const highest = near.reduce((max, window) => Math.max(max, window.peak), 0);
  return {
    atMs: first * windowMs,
    dipMs: near.filter(({ rms }) => rms < level * amplitude(dipDb)).length * windowMs,
    burstDb: 20 * Math.log10(highest / peak),
  };
}

function toWindows(channels: readonly Float32Array[]): Window[] {
  const count = Math.floor((channels[0]?.length ?? 0) / windowSamples);
  return Array.from({ length: count }, (_, index) => {
    let loudest = 0;
    let peak = 0;
    for (const channel of channels) {
      let sum = 0;
      for (const sample of channel.subarray(index * windowSamples, (index + 1) * windowSamples)) {
        sum += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      loudest = Math.max(loudest, sum);
    }
    return { rms: Math.sqrt(loudest / windowSamples), peak };
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function amplitude(decibel: number): number {
  return 10 ** (decibel / 20);
}
