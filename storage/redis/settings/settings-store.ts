import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../errors.ts';
import type { StreamSettings } from '../../model.ts';
import type { SettingsStore } from '../../store.ts';
import type { Announce } from '../events/announce.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { streamKeys } from '../stream-keys.ts';
import { changeSettings } from './change.ts';
import { parseSettings } from './parse-settings.ts';
import { settingFields, settingNames } from './setting-fields.ts';

/** Settings of streams: one hash each, JSON by name; only what was changed at some time stands in it. */
export function createSettingsStore(link: RedisLink, announce: Announce): SettingsStore {
  const { log } = link;
  return {
    async read(streamId) {
      const key = streamKeys(link.prefix, streamId)[12] ?? '';
      return parseSettings(await link.call((redis) => redis.hgetall(key)), { streamId, log });
    },

    async change(streamId, { patch, userId }, operation) {
      const { isFresh, result } = await changeSettings(link, streamId, toFields(patch), operation);
      const before = parseSettings(result.before, { streamId, log });
      const after = parseSettings(result.after, { streamId, log });
      if (isFresh && !isDeepStrictEqual(before, after)) {
        announce(streamId, { type: 'settings.changed', data: { before, after, changedBy: userId } });
      }
      return { before, after };
    },
  };
}

/** Name and JSON, one after the other. @throws AppError `internal` for a value that a setting may not have. */
function toFields(patch: Partial<StreamSettings>): string[] {
  return settingNames.flatMap((name) => {
    const value = patch[name];
    if (value === undefined) return [];
    const { error } = settingFields[name].safeParse(value);
    if (error)
      throw new AppError('internal', `the setting ${name} may not be ${JSON.stringify(value)}`, { cause: error });
    return [name, JSON.stringify(value)];
  });
}
