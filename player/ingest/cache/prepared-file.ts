import { z } from 'zod';

/** What stands beside a prepared file: its form and its measured loudness. */
export const preparedFigures = z.object({
  trackId: z.string(),
  /** File name of the Ogg Opus file, in the same folder. */
  file: z.string().regex(/^[\w.-]+\.opus$/),
  durationMs: z.number(),
  sizeBytes: z.number(),
  /** Of the decoded result. */
  loudnessLufs: z.number(),
  truePeakDbtp: z.number(),
  /** What was done: `copied` Opus packets as they were, or `encoded` with this gain and limiter. */
  method: z.enum(['encoded', 'copied']),
  gainDb: z.number(),
  limiter: z.enum(['none', 'sample', 'true-peak']),
});

/** See {@link preparedFigures}. */
export type PreparedFigures = Readonly<z.output<typeof preparedFigures>>;
