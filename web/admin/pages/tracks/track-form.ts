import type { FieldError } from '../../../../control/admin/results.ts';
import type { TrackView } from '../../../../control/admin/tracks.ts';
import type { Scene } from '../../scene.ts';
import type { Field } from '../../view/field.ts';

/** What is written in the form of a track, as text. */
export type TrackInput = Readonly<Record<'link' | 'title' | 'performer' | 'note', string>>;

/** What is wrong, and what somebody else saved meanwhile, by field. */
export interface TrackTrouble {
  readonly errors?: Readonly<Record<string, FieldError | string>>;
  readonly saved?: TrackInput;
}

/** What the form shows at first. */
export function trackInputOf({ title, performer, note }: TrackView): TrackInput {
  return { link: '', title, performer: performer ?? '', note: note ?? '' };
}

/** What was sent. */
export function readTrackInput(form: URLSearchParams): TrackInput {
  const text = (key: string) => (form.get(key) ?? '').trim();
  return { link: text('link'), title: text('title'), performer: text('performer'), note: text('note') };
}

/** The fields of the form. `isNew`: a link is asked for, a note is not. */
export function trackFields(
  { texts: { songs, people, frame } }: Scene,
  input: TrackInput,
  { isNew, errors = {}, saved }: TrackTrouble & { readonly isNew: boolean },
): readonly Field[] {
  const field = (key: keyof TrackInput, label: string, more: Partial<Field> = {}): Field => ({
    name: key,
    label,
    input: { type: 'text' },
    value: input[key],
    error: errors[key],
    saved: saved === undefined || saved[key] === input[key] ? undefined : saved[key] || frame.unset,
    ...more,
  });
  return [
    ...(isNew ? [field('link', songs.link, { isRequired: true })] : []),
    field('title', songs.trackTitle, isNew ? { hint: songs.titleHint } : { isRequired: true }),
    field('performer', songs.performer),
    ...(isNew ? [] : [field('note', songs.note, { input: { type: 'area' }, hint: people.noteHint })]),
  ];
}
