import { type Loudness, loudnessTarget } from './loudness.ts';
import { silenceLufs } from './parse-ebur128.ts';

/** What is done to a source's level: one gain for the whole track, then a limiter if its peaks need one. */
export interface GainPlan {
  /** Decibels, the same from beginning to end. */
  readonly gainDb: number;
  /**
   * `none`: no peak can reach the ceiling. `sample`: cheap, at 48 kHz, for audio wanted now. `true-peak`: at 192 kHz, where peaks
   * between samples show.
   */
  readonly limiter: 'none' | 'sample' | 'true-peak';
  /** What the limiter lets pass, dB below full scale. Lower than the target, as the codec adds some tenths. */
  readonly ceilingDb: number;
  /** Whether the wanted gain was cut because the source is silent or nearly so. */
  readonly isCapped: boolean;
}

/** More would lift noise and the hiss of an empty recording to the level of music. */
const maxGainDb = 24;
const ceilingDb = -2.5;

/**
 * Chooses gain and limiter for a source of the given loudness.
 * @param loudness of the source; null when it is not known (then nothing is changed but peaks).
 * @param urgency `now` takes the cheap limiter.
 */
export function chooseGain(loudness: Loudness | null, targetLufs: number, urgency: 'now' | 'ahead'): GainPlan {
  const sourceLufs = loudness?.loudnessLufs ?? targetLufs;
  const isSilent = sourceLufs <= silenceLufs;
  const wantedDb = isSilent ? 0 : targetLufs - sourceLufs;
  const gainDb = round(Math.min(wantedDb, maxGainDb));
  // Unknown peaks: full scale, and up to 2 dB more between the samples of a heavily limited master.
  const peakDb = (loudness?.truePeakDbtp ?? 2) + gainDb;
  return { gainDb, limiter: limiterFor(peakDb, urgency), ceilingDb, isCapped: isSilent || wantedDb > maxGainDb };
}

/** Improves a plan by what came out of it, decoded. */
export function correctGain(plan: GainPlan, result: Loudness, targetLufs: number): GainPlan {
  const excessDb = (result.truePeakDbtp ?? 0) - loudnessTarget.maxTruePeakDbtp;
  const isOver = excessDb > 0;
  const gainDb = plan.isCapped ? plan.gainDb : round(plan.gainDb + targetLufs - result.loudnessLufs);
  return {
    gainDb: Math.min(gainDb, maxGainDb + 6),
    // A louder second try may reach the ceiling although the first did not.
    limiter: isOver || gainDb > plan.gainDb || plan.limiter !== 'none' ? 'true-peak' : 'none',
    ceilingDb: isOver ? round(plan.ceilingDb - excessDb - 0.5) : plan.ceilingDb,
    isCapped: plan.isCapped,
  };
}

function limiterFor(peakDb: number, urgency: 'now' | 'ahead'): GainPlan['limiter'] {
  if (peakDb <= ceilingDb) return 'none';
  return urgency === 'now' ? 'sample' : 'true-peak';
}

function round(db: number): number {
  return Math.round(db * 100) / 100;
}
