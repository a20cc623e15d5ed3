/** Weighs sound as ears do, sample by sample. One channel each. */
export interface KWeighting {
  /** The next sample, −1…1, weighted. */
  weigh(sample: number): number;
}

/** Coefficients of a second-order filter, a0 = 1. */
type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** The head's shelf and the low cut at 48 kHz. @see ITU-R BS.1770-5, annex 1, tables 1 and 2 */
const shelf: Biquad = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
const lowCut: Biquad = [1, -2, 1, -1.99004745483398, 0.99007225036621];

/** Creates the K-weighting of BS.1770 for one channel at 48 kHz. */
export function createKWeighting(): KWeighting {
  const stages = [createStage(shelf), createStage(lowCut)];
  return { weigh: (sample) => stages.reduce((value, stage) => stage(value), sample) };
}

/** Transposed direct form II. */
function createStage([b0, b1, b2, a1, a2]: Biquad): (sample: number) => number {
  let first = 0;
  let second = 0;
  return (sample) => {
    const out = b0 * sample + first;
    first = b1 * sample - a1 * out + second;
    second = b2 * sample - a2 * out;
    return out;
  };
}
