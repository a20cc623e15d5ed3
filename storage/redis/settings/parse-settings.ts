import type { Logger } from '../../../log.ts';
import { defaultSettings, type StreamId, type StreamSettings } from '../../model.ts';
import { settingFields, settingNames } from './setting-fields.ts';

/**
 * Settings from the hash that holds them: JSON by name. What is missing is the default; so is what is damaged, or unknown to this
 * version of Efir, which the log is told of.
 */
export function parseSettings(
  stored: Readonly<Record<string, string>>,
  { streamId, log }: { readonly streamId: StreamId; readonly log: Logger },
): StreamSettings {
  const known = new Set<string>(settingNames);
  const found = Object.entries(stored).flatMap(([name, json]) => {
    const value = known.has(name) ? parseSetting(name as keyof StreamSettings, json) : undefined;
    if (value !== undefined) return [[name, value]];
    log.warn(
      { streamId, setting: name, value: json.slice(0, 200) },
      'a stored setting is damaged or unknown; it is left out',
    );
    return [];
  });
  return { ...defaultSettings, ...(Object.fromEntries(found) as Partial<StreamSettings>) };
}

/** undefined when it is damaged. */
function parseSetting(name: keyof StreamSettings, json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return settingFields[name].safeParse(value).data;
}
