import type { Drum } from './drums.ts';

/** A piece for pad, bass, plucked strings and drums. Notes are MIDI numbers, steps are eighths of a bar's beats. */
export interface Score {
  readonly title: string;
  readonly performer: string;
  /** `Morning Window.mp3`: the ending says how it is encoded. */
  readonly fileName: string;
  readonly beatsPerMinute: number;
  readonly beatsPerBar: number;
  readonly bars: number;
  /** One chord a bar, again from the first when they are through. The first note is the bass. */
  readonly chords: readonly (readonly number[])[];
  /** Which note of the chord each half beat plucks; null rests. */
  readonly pluck: readonly (number | null)[];
  /** Octaves above the chord. */
  readonly pluckOctaves: number;
  /** On which half beats the bass plays. */
  readonly bass: readonly number[];
  /** On which half beats the drums play. */
  readonly drums: Readonly<Record<Drum, readonly number[]>>;
  /** In which bar bass, then drums come in. */
  readonly entries: { readonly bass: number; readonly drums: number };
}

/** Three pieces of about 35 seconds, different enough that one hears the change. */
export const scores: readonly Score[] = [
  {
    title: 'Morning Window',
    performer: 'Efir Trio',
    fileName: 'Morning Window.mp3',
    beatsPerMinute: 84,
    beatsPerBar: 4,
    bars: 12,
    // C major 7, A minor 7, F major 7, G 6.
    chords: [
      [36, 60, 64, 67, 71],
      [33, 57, 60, 64, 67],
      [29, 57, 60, 64, 65],
      [31, 55, 59, 62, 64],
    ],
    pluck: [1, 2, 3, 4, 3, 2, 3, null],
    pluckOctaves: 1,
    bass: [0, 3, 4],
    drums: { kick: [0, 4], snare: [2, 6], hat: [0, 1, 2, 3, 4, 5, 6, 7] },
    entries: { bass: 1, drums: 2 },
  },
  {
    title: 'Night Tram',
    performer: 'Efir Trio',
    fileName: 'Night Tram.mp3',
    beatsPerMinute: 112,
    beatsPerBar: 4,
    bars: 16,
    // D minor 9, B flat major 7, G minor 7, A 7.
    chords: [
      [38, 62, 65, 69, 76],
      [34, 62, 65, 69, 70],
      [31, 58, 62, 65, 67],
      [33, 57, 61, 64, 67],
    ],
    pluck: [4, null, 3, 4, null, 2, 3, 1],
    pluckOctaves: 1,
    bass: [0, 1, 3, 4, 6, 7],
    drums: { kick: [0, 2, 4, 6], snare: [2, 6], hat: [1, 3, 5, 7] },
    entries: { bass: 2, drums: 4 },
  },
  {
    title: 'Long Wave',
    performer: 'Radio Quay',
    fileName: 'Long Wave.ogg',
    beatsPerMinute: 104,
    beatsPerBar: 3,
    bars: 20,
    // G, E minor 7, C major 9, D suspended and resolved: a waltz.
    chords: [
      [43, 59, 62, 67, 71],
      [40, 59, 62, 64, 67],
      [36, 55, 59, 62, 64],
      [38, 57, 62, 66, 69],
    ],
    pluck: [null, 4, 2, 3, 2, 1],
    pluckOctaves: 1,
    bass: [0],
    drums: { kick: [0], snare: [], hat: [2, 4] },
    entries: { bass: 0, drums: 4 },
  },
];
