/** Length of the bundled placeholder, seconds. A whole number of 20 ms frames, so that its loop needs no padding. */
export const placeholderSeconds = 16;
const sampleRate = 48_000;
const chordSeconds = 4;
const overlapSeconds = 0.8;
/** Pad and arpeggio of each bar as MIDI notes: Fmaj9, Am7, Dm9, Cadd9. */
const bars = [
  { pad: [41, 57, 60, 64], arpeggio: [65, 69, 72, 76, 79, 76, 72] },
  { pad: [45, 57, 60, 67], arpeggio: [64, 69, 72, 79, 76, 72, 69] },
  { pad: [38, 57, 60, 65], arpeggio: [65, 69, 74, 76, 77, 74, 69] },
  { pad: [36, 55, 60, 64], arpeggio: [64, 67, 74, 76, 72, 67, 64] },
] as const;

/**
 * Composes what plays while a queue is empty: a soft pad with a sparse arpeggio and its echo, four bars of 4 s. Sound that
 * passes the end goes on at the beginning, so the loop has no seam; and it begins and ends in near-silence, so that the decoder
 * reset at the joint (FACTS.md "Splices") falls where nobody hears it.
 *
 * @returns left and right, 48 kHz, float, peak 0.5; {@link placeholderSeconds} long.
 */
export function composePlaceholder(): { readonly left: Float32Array; readonly right: Float32Array } {
  const length = placeholderSeconds * sampleRate;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  for (const [bar, { pad, arpeggio }] of bars.entries()) {
    const at = bar * chordSeconds;
    // Bars flow into each other; only the loop's own beginning and end stay quiet.
    const from = bar === 0 ? at : at - overlapSeconds;
    const seconds = (bar === bars.length - 1 ? at : at + overlapSeconds) + chordSeconds - from;
    for (const [voice, note] of pad.entries()) addPad(left, right, { at: from, seconds, note, pan: (voice - 1.5) / 4 });
    for (const [step, note] of arpeggio.entries()) {
      // The first beat stays free: the bar opens from silence.
      const beat = at + 0.5 * (step + 0.6);
      const pan = step % 2 === 0 ? -0.4 : 0.4;
      addPluck(left, right, { at: beat, note, pan, level: 0.2 });
      addPluck(left, right, { at: beat + 0.375, note, pan: -pan, level: 0.06 });
    }
  }
  normalize([left, right], 0.5);
  return { left, right };
}

/** Where a sound begins (seconds), what it is, and its place from left (−1) to right (1). */
interface Sound {
  readonly at: number;
  readonly note: number;
  readonly pan: number;
}

/** One bar's note of the pad: three slightly detuned partials that swell and fade as sin². */
function addPad(left: Float32Array, right: Float32Array, sound: Sound & { readonly seconds: number }): void {
  const { at, seconds, note, pan } = sound;
  const hz = frequencyOf(note);
  const start = Math.round(at * sampleRate);
  const count = Math.round(seconds * sampleRate);
  for (let index = 0; index < count; index++) {
    const phase = (2 * Math.PI * hz * index) / sampleRate;
    const swell = Math.sin((Math.PI * index) / count) ** 2;
    const sum = Math.sin(phase) + 0.4 * Math.sin(phase * 2.003) + 0.15 * Math.sin(phase * 0.998 * 3);
    add(left, right, start + index, sum * swell * 0.16, pan);
  }
}

/** A plucked note: sine with a bright beginning, gone after a second. It is faded out before the bar ends. */
function addPluck(left: Float32Array, right: Float32Array, sound: Sound & { readonly level: number }): void {
  const hz = frequencyOf(sound.note);
  const start = Math.round(sound.at * sampleRate);
  const barEnd = (Math.floor(sound.at / chordSeconds) + 1) * chordSeconds * sampleRate;
  const count = Math.min(1.2 * sampleRate, barEnd - start);
  for (let index = 0; index < count; index++) {
    const seconds = index / sampleRate;
    const phase = 2 * Math.PI * hz * seconds;
    const attack = Math.min(1, seconds / 0.004);
    const fade = Math.min(1, (count - index) / (0.15 * sampleRate));
    const tone = Math.sin(phase) + 0.5 * Math.exp(-seconds * 9) * Math.sin(phase * 2);
    add(left, right, start + index, tone * Math.exp(-seconds * 3.2) * attack * fade * sound.level, sound.pan);
  }
}

/** Adds one sample, round the loop, at constant power over the stereo width. */
function add(left: Float32Array, right: Float32Array, at: number, value: number, pan: number): void {
  const index = at % left.length;
  const angle = ((pan + 1) * Math.PI) / 4;
  left[index] = (left[index] ?? 0) + value * Math.cos(angle);
  right[index] = (right[index] ?? 0) + value * Math.sin(angle);
}

function normalize(channels: readonly Float32Array[], peak: number): void {
  const highest = Math.max(
    ...channels.map((channel) => channel.reduce((max, value) => Math.max(max, Math.abs(value)), 0)),
  );
  for (const channel of channels) {
    for (let index = 0; index < channel.length; index++) channel[index] = ((channel[index] ?? 0) * peak) / highest;
  }
}

/** Equal temperament, A4 = 440 Hz. */
function frequencyOf(midiNote: number): number {
  return 440 * 2 ** ((midiNote - 69) / 12);
}
