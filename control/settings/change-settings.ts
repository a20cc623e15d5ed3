import { isDeepStrictEqual } from 'node:util';
import type { LoopMode, StreamSettings } from '../../storage/model.ts';
import { autoEndRange } from '../auto-end/auto-end.ts';
import type { Request, UseCaseDependencies } from '../dependencies.ts';
import { may } from '../policy.ts';

/** What to change; what is not named stays. `reverts`: the entry of the audit that this takes back. */
export interface ChangeSettingsRequest extends Request {
  readonly patch: Partial<StreamSettings>;
  readonly reverts?: number;
}

/** What becomes of the track or the queue at its end. */
export interface SetLoopRequest extends Request {
  readonly mode: LoopMode;
}

/** `volumePercent`: 0–200. */
export interface SetVolumeRequest extends Request {
  readonly volumePercent: number;
}

/** What became of it. */
export type ChangeSettingsResult =
  | { readonly type: 'done'; readonly before: StreamSettings; readonly after: StreamSettings }
  /** A number outside of its range; nothing was changed. */
  | { readonly type: 'out-of-range'; readonly setting: NumberSetting; readonly from: number; readonly to: number }
  | { readonly type: 'forbidden' };

/** The settings that are numbers. */
export type NumberSetting = keyof typeof settingRanges;

/** The settings that are numbers, and their ranges, both ends included. */
export const settingRanges = {
  volumePercent: { from: 0, to: 200 },
  voteSharePercent: { from: 1, to: 100 },
  itemsPerUser: { from: 1, to: 1_000 },
  autoEndMinutes: autoEndRange,
} as const satisfies Partial<Record<keyof StreamSettings, { from: number; to: number }>>;

/**
 * Changes settings of a stream; the player and the surfaces follow at once, also those that only see events.
 * @throws AppError `redis-unavailable`.
 */
export async function changeSettings(
  { store, audit }: UseCaseDependencies,
  request: ChangeSettingsRequest,
): Promise<ChangeSettingsResult> {
  const { streamId, actor, operation, patch, reverts } = request;
  const reverted = reverts === undefined ? {} : { reverts };
  if (!may(actor, 'change-settings')) return { type: 'forbidden' };
  const wrong = findOutOfRange(patch);
  if (wrong !== null) return { type: 'out-of-range', setting: wrong, ...settingRanges[wrong] };
  const names = Object.keys(patch) as (keyof StreamSettings)[];
  const known = pick(await store.settings.read(streamId), names);
  const undertaking = await audit.begin(request, {
    action: 'settings.change',
    kind: 'settings',
    before: known,
    after: patch,
    ...reverted,
  });
  const { before, after } = await store.settings.change(streamId, { patch, userId: actor.person.id }, operation);
  await store.commands.send({ type: 'wake', streamId });
  const deed = { before: pick(before, names), after: pick(after, names), ...reverted };
  if (isDeepStrictEqual(deed.before, deed.after)) undertaking.drop();
  else await undertaking.note(deed);
  return { type: 'done', before, after };
}

/** See {@link changeSettings}. */
export function setLoop(
  dependencies: UseCaseDependencies,
  { mode, ...request }: SetLoopRequest,
): Promise<ChangeSettingsResult> {
  return changeSettings(dependencies, { ...request, patch: { loop: mode } });
}

/** See {@link changeSettings}. */
export function setVolume(
  dependencies: UseCaseDependencies,
  { volumePercent, ...request }: SetVolumeRequest,
): Promise<ChangeSettingsResult> {
  return changeSettings(dependencies, { ...request, patch: { volumePercent } });
}

function findOutOfRange(patch: Partial<StreamSettings>): NumberSetting | null {
  for (const name of Object.keys(settingRanges) as NumberSetting[]) {
    const value = patch[name];
    if (value === undefined || value === null) continue;
    const { from, to } = settingRanges[name];
    if (!Number.isSafeInteger(value) || value < from || value > to) return name;
  }
  return null;
}

function pick(settings: StreamSettings, names: readonly (keyof StreamSettings)[]): unknown {
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}
