/** How loud something is, by EBU R128 / ITU-R BS.1770. */
export interface Loudness {
  /** Integrated, LUFS; −70 (the gate's floor) for silence. */
  readonly loudnessLufs: number;
  /** True peak, dBTP; null when not measured. −120 for silence. */
  readonly truePeakDbtp: number | null;
}

/** What every prepared track is brought to. */
export const loudnessTarget = {
  loudnessLufs: -16,
  /** A track is kept when it is no further off than this, LU. */
  toleranceLu: 1,
  /** A track prepared ahead is corrected when it is further off than this, LU. */
  aimLu: 0.3,
  maxTruePeakDbtp: -1,
} as const;

/** Whether a result may be kept: near enough to `targetLufs`, and under the peak ceiling. */
export function isWithinTolerance(
  { loudnessLufs, truePeakDbtp }: Loudness,
  targetLufs: number,
  toleranceLu: number,
): boolean {
  const isUnderCeiling = truePeakDbtp !== null && truePeakDbtp <= loudnessTarget.maxTruePeakDbtp;
  return isUnderCeiling && Math.abs(loudnessLufs - targetLufs) <= toleranceLu;
}
