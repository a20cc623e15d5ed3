import { addDrum, type Drum } from './drums.ts';
import { addRoom, addTone, createMix, createWave, type Mix, noteFrequency } from './mix.ts';
import type { Score } from './scores.ts';

/** How long the last chord rings, in seconds. */
const tail = 2.5;

/** How loud each drum is against full scale. */
const drumGains: Readonly<Record<Drum, number>> = { kick: 0.4, snare: 0.18, hat: 0.09 };

/** Plays a score. The result lasts its bars and a ringing end of 2.5 s. */
export function renderScore(score: Score): Mix {
  const beat = 60 / score.beatsPerMinute;
  const bar = beat * score.beatsPerBar;
  const mix = createMix(score.bars * bar + tail);
  for (let index = 0; index < score.bars; index += 1) {
    const chord = score.chords[index % score.chords.length] ?? [];
    playPad(mix, chord.slice(1), index * bar, bar);
    playPluck(mix, score, chord, index * bar, beat / 2);
  }
  addRoom(mix, 0.16);
  // Bass and drums stay dry: in a room they turn to mud.
  for (let index = 0; index < score.bars; index += 1) {
    const [root = 36] = score.chords[index % score.chords.length] ?? [];
    if (index >= score.entries.bass) playBass(mix, score, root, index * bar, beat / 2);
    if (index >= score.entries.drums && index < score.bars - 1) playDrums(mix, score, index * bar, beat / 2);
  }
  return mix;
}

// Few harmonics make soft sounds; the plucked string has more, and an even balance that rings.
const padWave = createWave([1, 0.35, 0.22, 0.1, 0.06]);
const pluckWave = createWave([1, 0.5, 0.12, 0.2, 0.05, 0.04]);
const bassWave = createWave([1, 0.4, 0.15]);

/** Two voices a note, a little out of tune to the left and to the right: width. */
function playPad(mix: Mix, notes: readonly number[], start: number, duration: number): void {
  for (const note of notes) {
    for (const side of [-1, 1]) {
      addTone(mix, {
        wave: padWave,
        frequency: noteFrequency(note) * (1 + side * 0.0022),
        start,
        duration: duration * 0.92,
        attack: 0.28,
        release: 0.7,
        decay: Number.POSITIVE_INFINITY,
        gain: 0.06,
        pan: side * 0.7,
      });
    }
  }
}

/** An arpeggio: one short note a half beat, left and right in turn. */
function playPluck(mix: Mix, score: Score, chord: readonly number[], start: number, step: number): void {
  for (const [index, which] of score.pluck.entries()) {
    const note = which === null ? undefined : chord[which];
    if (note === undefined) continue;
    addTone(mix, {
      wave: pluckWave,
      frequency: noteFrequency(note + 12 * score.pluckOctaves),
      start: start + index * step,
      duration: step * 1.5,
      attack: 0.004,
      release: 0.4,
      decay: 0.32,
      gain: 0.16,
      pan: index % 2 === 0 ? -0.35 : 0.35,
    });
  }
}

/** The root of the chord, dry and in the middle. */
function playBass(mix: Mix, score: Score, root: number, start: number, step: number): void {
  for (const index of score.bass) {
    addTone(mix, {
      wave: bassWave,
      frequency: noteFrequency(root),
      start: start + index * step,
      duration: step * 1.2,
      attack: 0.008,
      release: 0.12,
      decay: 0.6,
      gain: 0.34,
      pan: 0,
    });
  }
}

/** The beat of one bar. */
function playDrums(mix: Mix, score: Score, start: number, step: number): void {
  for (const [drum, strokes] of Object.entries(score.drums) as [Drum, readonly number[]][]) {
    for (const index of strokes) addDrum(mix, drum, start + index * step, drumGains[drum]);
  }
}
