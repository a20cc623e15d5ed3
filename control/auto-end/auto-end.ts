import type { Audience, StreamSettings } from '../../storage/model.ts';

/** What the installation says: minutes without listeners, a fraction as well, or that streams do not end by themselves. */
export type AutoEndDefault = number | 'off';

/** How a stream is set, with what the installation says where it is not. `minutes` stands also while it is off. */
export interface AutoEnd {
  readonly isOn: boolean;
  readonly minutes: number;
}

/** When a stream ends by itself if nobody comes, and when its chat is warned. Unix milliseconds. */
export interface PlannedEnd {
  readonly endsAt: number;
  readonly warnsAt: number;
}

/** The range of the setting, minutes. */
export const autoEndRange = { from: 1, to: 1_440 } as const;
/** Where the installation has switched it off, and somebody switches it on for a stream, minutes. */
const usualMinutes = 5;
const minuteMs = 60_000;

/** A stream's auto-end. */
export function autoEndOf(
  { isAutoEndOn, autoEndMinutes }: Pick<StreamSettings, 'isAutoEndOn' | 'autoEndMinutes'>,
  installation: AutoEndDefault,
): AutoEnd {
  const usual = installation === 'off' ? usualMinutes : installation;
  return { isOn: isAutoEndOn ?? installation !== 'off', minutes: autoEndMinutes ?? usual };
}

/**
 * The end of a stream that nobody listens to, counted from when the last listener left, or from when somebody asked to keep playing. The
 * warning comes a minute before, or at half time when that is shorter. null: it does not end.
 */
export function planEnd(
  { isOn, minutes }: AutoEnd,
  audience: Pick<Audience, 'emptySince' | 'keptAt'> | null,
): PlannedEnd | null {
  if (!isOn || audience === null || audience.emptySince === null) return null;
  const timeoutMs = minutes * minuteMs;
  const endsAt = Math.max(audience.emptySince, audience.keptAt ?? 0) + timeoutMs;
  return { endsAt, warnsAt: endsAt - Math.min(minuteMs, timeoutMs / 2) };
}
