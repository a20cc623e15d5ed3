import type { FieldError } from '../../../../control/admin/results.ts';
import { type NumberSetting, settingRanges } from '../../../../control/settings/change-settings.ts';
import type { StreamSettings } from '../../../../storage/model.ts';
import type { Scene } from '../../scene.ts';
import type { Field } from '../../view/field.ts';

/** What is written in the form of the settings, as text. */
export type SettingsInput = Readonly<
  Record<Exclude<keyof StreamSettings, 'placeholder' | 'isAutoEndOn'> | 'autoEnd', string>
>;

/** What the form shows at first. */
export function settingsInputOf(it: StreamSettings): SettingsInput {
  const flag = (value: boolean) => (value ? '1' : '');
  return {
    whoMayAdd: it.whoMayAdd,
    itemsPerUser: it.itemsPerUser === null ? '' : String(it.itemsPerUser),
    voteSharePercent: String(it.voteSharePercent),
    isFair: flag(it.isFair),
    loop: it.loop,
    volumePercent: String(it.volumePercent),
    language: it.language ?? '',
    deletesConfirmations: flag(it.deletesConfirmations),
    autoEnd: it.isAutoEndOn === null ? 'unset' : it.isAutoEndOn ? 'on' : 'off',
    autoEndMinutes: it.autoEndMinutes === null ? '' : String(it.autoEndMinutes),
    pausesWhenEmpty: flag(it.pausesWhenEmpty),
  };
}

/** What was sent. */
export function readSettingsInput(form: URLSearchParams): SettingsInput {
  const text = (key: keyof SettingsInput) => (form.get(key) ?? '').trim();
  return {
    whoMayAdd: text('whoMayAdd'),
    itemsPerUser: text('itemsPerUser'),
    voteSharePercent: text('voteSharePercent'),
    isFair: text('isFair'),
    loop: text('loop'),
    volumePercent: text('volumePercent'),
    language: text('language'),
    deletesConfirmations: text('deletesConfirmations'),
    autoEnd: text('autoEnd'),
    autoEndMinutes: text('autoEndMinutes'),
    pausesWhenEmpty: text('pausesWhenEmpty'),
  };
}

/** The settings that an input asks for, or what is wrong with it. */
export function settingsPatchOf(
  input: SettingsInput,
):
  | { readonly patch: Partial<StreamSettings> }
  | { readonly errors: Readonly<Partial<Record<NumberSetting, FieldError>>> } {
  const errors: Partial<Record<NumberSetting, FieldError>> = {};
  const number = (key: NumberSetting): number => {
    const { from, to } = settingRanges[key];
    const value = /^\d{1,9}$/.test(input[key]) ? Number(input[key]) : Number.NaN;
    if (!(value >= from && value <= to)) errors[key] = { code: 'out-of-range', from, to };
    return value;
  };
  const numberOrNone = (key: NumberSetting) => (input[key] === '' ? null : number(key));
  const patch: Partial<StreamSettings> = {
    whoMayAdd: input.whoMayAdd === 'operators' ? 'operators' : 'everyone',
    itemsPerUser: numberOrNone('itemsPerUser'),
    voteSharePercent: number('voteSharePercent'),
    isFair: input.isFair === '1',
    loop: input.loop === 'track' || input.loop === 'queue' ? input.loop : 'off',
    volumePercent: number('volumePercent'),
    language: input.language === 'en' || input.language === 'ru' ? input.language : null,
    deletesConfirmations: input.deletesConfirmations === '1',
    isAutoEndOn: input.autoEnd === 'on' ? true : input.autoEnd === 'off' ? false : null,
    autoEndMinutes: numberOrNone('autoEndMinutes'),
    pausesWhenEmpty: input.pausesWhenEmpty === '1',
  };
  return Object.keys(errors).length === 0 ? { patch } : { errors };
}

/** The settings that differ: only they are changed and written down. */
export function settingsChanged(before: StreamSettings, patch: Partial<StreamSettings>): Partial<StreamSettings> {
  const names = Object.keys(patch) as (keyof StreamSettings)[];
  return Object.fromEntries(names.filter((it) => before[it] !== patch[it]).map((it) => [it, patch[it]]));
}

/** The fields of the form. */
export function settingsFields(
  { texts: { settings } }: Scene,
  input: SettingsInput,
  errors: Readonly<Partial<Record<string, FieldError>>> = {},
): readonly Field[] {
  const field = (key: keyof SettingsInput, label: string, more: Partial<Field>): Field => ({
    name: key,
    label,
    input: { type: 'text' },
    value: input[key],
    error: errors[key],
    ...more,
  });
  const number = (key: NumberSetting, label: string, hint?: string) =>
    field(key, label, {
      input: { type: 'number' },
      range: settingRanges[key],
      ...(hint === undefined ? {} : { hint }),
    });
  const select = (key: keyof SettingsInput, label: string, choices: Readonly<Record<string, string>>) =>
    field(key, label, { input: { type: 'select', choices: Object.entries(choices) } });
  const check = (key: keyof SettingsInput, label: string) => field(key, label, { input: { type: 'checkbox' } });
  const { languages } = settings;
  return [
    select('whoMayAdd', settings.whoMayAdd, { everyone: settings.everyone, operators: settings.operators }),
    number('itemsPerUser', settings.itemsPerUser, settings.itemsPerUserHint),
    number('voteSharePercent', settings.voteSharePercent, settings.voteShareHint),
    number('volumePercent', settings.volumePercent),
    select('loop', settings.loop, settings.loops),
    select('language', settings.language, { '': settings.languageUnset, ...languages }),
    select('autoEnd', settings.autoEnd, settings.autoEnds),
    number('autoEndMinutes', settings.autoEndMinutes, settings.autoEndHint),
    check('isFair', settings.isFair),
    check('deletesConfirmations', settings.deletesConfirmations),
    check('pausesWhenEmpty', settings.pausesWhenEmpty),
  ];
}
