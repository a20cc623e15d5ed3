import { type Mix, sampleRate } from './mix.ts';

/** The drums of the demo tracks. */
export type Drum = 'kick' | 'snare' | 'hat';

/** Adds one stroke. `start` in seconds. */
export function addDrum(mix: Mix, drum: Drum, start: number, gain: number): void {
  const sound = sounds[drum];
  const first = Math.round(start * sampleRate);
  const length = Math.min(Math.round(sound.seconds * sampleRate), mix.left.length - first);
  // The same noise at every stroke and every start: the tracks are the same everywhere.
  let seed = 0x2f_6e_2b1;
  for (let index = 0; index < length; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    const value = gain * sound.sample(index / sampleRate, seed / 2 ** 31);
    mix.left[first + index] = (mix.left[first + index] ?? 0) + value * (1 - sound.pan);
    mix.right[first + index] = (mix.right[first + index] ?? 0) + value * (1 + sound.pan);
  }
}

/** How a drum sounds: a function of the time since the stroke. */
interface DrumSound {
  readonly seconds: number;
  readonly pan: number;
  /** `time` since the stroke in seconds, `noise` −1…1. */
  sample(time: number, noise: number): number;
}

const sounds: Readonly<Record<Drum, DrumSound>> = {
  // A sine that falls from 120 to 48 Hz.
  kick: {
    seconds: 0.35,
    pan: 0,
    sample: (time) => Math.sin(2 * Math.PI * (48 * time + 2.6 * (1 - Math.exp(-28 * time)))) * Math.exp(-9 * time),
  },
  // Noise over a short drum head of 190 Hz.
  snare: {
    seconds: 0.22,
    pan: -0.1,
    sample: (time, noise) =>
      0.5 * noise * Math.exp(-22 * time) + 0.5 * Math.sin(2 * Math.PI * 190 * time) * Math.exp(-30 * time),
  },
  hat: {
    seconds: 0.07,
    pan: 0.25,
    sample: (time, noise) => 0.5 * noise * Math.exp(-70 * time),
  },
};
