import { z } from 'zod';
import { defaultSettings, type StreamSettings, type Track } from '../../model.ts';

/** A track as far as it must be right to be shown and played; what its source says is the player's to check. */
const track = z.custom<Track>(
  (value) =>
    z
      .looseObject({ trackId: z.string(), title: z.string(), source: z.looseObject({ type: z.string() }) })
      .safeParse(value).success,
);

/** What each setting may be. */
export const settingFields: { readonly [Name in keyof StreamSettings]: z.ZodType<StreamSettings[Name]> } = {
  whoMayAdd: z.enum(['everyone', 'operators']),
  itemsPerUser: z.number().int().min(1).nullable(),
  voteSharePercent: z.number().int().min(1).max(100),
  isFair: z.boolean(),
  loop: z.enum(['off', 'track', 'queue']),
  volumePercent: z.number().int().min(0).max(200),
  placeholder: track.nullable(),
  language: z.enum(['en', 'ru']).nullable(),
  deletesConfirmations: z.boolean(),
  isAutoEndOn: z.boolean().nullable(),
  autoEndMinutes: z.number().int().min(1).max(1_440).nullable(),
  pausesWhenEmpty: z.boolean(),
};

/** The names of all settings. */
export const settingNames = Object.keys(defaultSettings) as readonly (keyof StreamSettings)[];
