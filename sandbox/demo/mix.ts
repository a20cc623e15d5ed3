/** A stereo mix in the making: 44.1 kHz, two channels of equal length, full scale = 1. */
export interface Mix {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** One tone of a melody, a chord or a bass line. Times in seconds. */
export interface Tone {
  readonly wave: Float32Array;
  readonly frequency: number;
  readonly start: number;
  readonly duration: number;
  readonly attack: number;
  readonly release: number;
  /** How fast it fades while held: the time after which it has fallen to 37 %; Infinity holds it. */
  readonly decay: number;
  readonly gain: number;
  /** −1 left … 1 right. */
  readonly pan: number;
}

/** Samples a second of everything composed here. */
export const sampleRate = 44_100;

/** A power of two: an index is masked, which also cuts its fraction off. */
const tableSize = 4096;

/** An empty mix. */
export function createMix(seconds: number): Mix {
  const length = Math.ceil(seconds * sampleRate);
  return { left: new Float32Array(length), right: new Float32Array(length) };
}

/** One period of a wave with these harmonics, the first is the fundamental; 4,096 samples. */
export function createWave(harmonics: readonly number[]): Float32Array {
  const sum = harmonics.reduce((total, amplitude) => total + Math.abs(amplitude), 0);
  return Float32Array.from({ length: tableSize }, (_, index) => {
    const phase = (2 * Math.PI * index) / tableSize;
    return harmonics.reduce((value, amplitude, n) => value + amplitude * Math.sin(phase * (n + 1)), 0) / sum;
  });
}

/** Frequency of a MIDI note: 69 is the A of 440 Hz. */
export function noteFrequency(note: number): number {
  return 440 * 2 ** ((note - 69) / 12);
}

/** Adds a tone with its envelope. */
export function addTone(mix: Mix, { wave, frequency, start, duration, attack, release, decay, gain, pan }: Tone): void {
  const first = Math.round(start * sampleRate);
  const length = Math.min(Math.round((duration + release) * sampleRate), mix.left.length - first);
  const step = (frequency * tableSize) / sampleRate;
  const fall = decay === Number.POSITIVE_INFINITY ? 1 : Math.exp(-1 / (decay * sampleRate));
  const leftGain = gain * Math.cos(((pan + 1) * Math.PI) / 4);
  const rightGain = gain * Math.sin(((pan + 1) * Math.PI) / 4);
  let phase = 0;
  let level = 1;
  for (let index = 0; index < length; index += 1) {
    const time = index / sampleRate;
    const rise = time < attack ? time / attack : 1;
    const end = time > duration ? Math.max(0, 1 - (time - duration) / release) : 1;
    const value = (wave[phase & (tableSize - 1)] ?? 0) * level * rise * end * end;
    phase += step;
    level *= fall;
    mix.left[first + index] = (mix.left[first + index] ?? 0) + value * leftGain;
    mix.right[first + index] = (mix.right[first + index] ?? 0) + value * rightGain;
  }
}

/**
 * Adds room: two short feedback delays a channel, of lengths that have no common measure (after M. R. Schroeder, "Natural
 * sounding artificial reverberation", 1962). `amount` 0–1.
 */
export function addRoom(mix: Mix, amount: number): void {
  for (const [channel, delays] of [
    [mix.left, [0.0437, 0.0613]],
    [mix.right, [0.0479, 0.0571]],
  ] as const) {
    const wet = new Float32Array(channel.length);
    for (const delay of delays) {
      const shift = Math.round(delay * sampleRate);
      const echo = new Float32Array(channel.length);
      for (let index = shift; index < channel.length; index += 1) {
        echo[index] = (channel[index - shift] ?? 0) + 0.62 * (echo[index - shift] ?? 0);
        wet[index] = (wet[index] ?? 0) + (echo[index] ?? 0);
      }
    }
    for (let index = 0; index < channel.length; index += 1)
      channel[index] = (channel[index] ?? 0) + amount * (wet[index] ?? 0);
  }
}

/** The mix as s16le, 2 channels interleaved, its loudest sample at `peak` of full scale, faded in and out. */
export function toPcm(mix: Mix, peak: number): Buffer {
  let loudest = 1e-9;
  for (const channel of [mix.left, mix.right]) {
    for (let index = 0; index < channel.length; index += 1) loudest = Math.max(loudest, Math.abs(channel[index] ?? 0));
  }
  const fade = 0.02 * sampleRate;
  const pcm = new Int16Array(mix.left.length * 2);
  for (let index = 0; index < mix.left.length; index += 1) {
    const edge = Math.min(1, index / fade, (mix.left.length - 1 - index) / (fade * 40));
    const scale = (32_767 * peak * edge) / loudest;
    pcm[index * 2] = Math.round((mix.left[index] ?? 0) * scale);
    pcm[index * 2 + 1] = Math.round((mix.right[index] ?? 0) * scale);
  }
  // Every machine that Node 24 runs on is little-endian.
  return Buffer.from(pcm.buffer);
}
