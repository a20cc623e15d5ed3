import type { FieldError } from '../../../../control/admin/results.ts';
import type { StreamView } from '../../../../control/admin/streams.ts';
import type { Scene } from '../../scene.ts';
import type { Field } from '../../view/field.ts';

/** What is written in the form of a chat, as text. */
export type StreamInput = Readonly<Record<'id' | 'type' | 'title' | 'username' | 'note', string>>;

/** The kinds of chats that a form offers. */
export const chatTypes = ['supergroup', 'group'] as const;

/** What the form shows at first. */
export function streamInputOf({ id, type, title, username, note }: StreamView): StreamInput {
  return { id: String(id), type, title, username: username ?? '', note: note ?? '' };
}

/** What was sent. */
export function readStreamInput(form: URLSearchParams): StreamInput {
  const text = (key: string) => (form.get(key) ?? '').trim();
  return {
    id: text('id').replace('−', '-'),
    type: text('type') || 'supergroup',
    title: text('title'),
    username: text('username').replace(/^@/, ''),
    note: text('note'),
  };
}

/** The fields of the form. `isNew`: id and kind are asked for, a note is not. */
export function streamFields(
  { texts: { broadcasts, people, frame } }: Scene,
  input: StreamInput,
  it: {
    readonly isNew: boolean;
    readonly errors?: Readonly<Record<string, FieldError>>;
    readonly saved?: StreamInput;
  },
): readonly Field[] {
  const { isNew, errors = {}, saved } = it;
  const field = (key: keyof StreamInput, label: string, more: Partial<Field> = {}): Field => ({
    name: key,
    label,
    input: { type: 'text' },
    value: input[key],
    error: errors[key],
    saved: saved === undefined || saved[key] === input[key] ? undefined : saved[key] || frame.unset,
    ...more,
  });
  const kinds = chatTypes.map((type) => [type, broadcasts.types[type]] as const);
  return [
    ...(isNew
      ? [
          field('id', broadcasts.id, { isRequired: true, hint: broadcasts.idHint }),
          field('type', broadcasts.type, { input: { type: 'select', choices: kinds } }),
        ]
      : []),
    field('title', broadcasts.chatTitle, { isRequired: true }),
    field('username', broadcasts.username),
    ...(isNew ? [] : [field('note', broadcasts.note, { input: { type: 'area' }, hint: people.noteHint })]),
  ];
}
