import type { FieldError } from '../../../../control/admin/results.ts';
import type { UserPatch, UserView } from '../../../../control/admin/users.ts';
import { givableRoles, type SignedIn } from '../../scene.ts';
import type { Field } from '../../view/field.ts';

/** What is written in the form of a user, as text. */
export type UserInput = Readonly<
  Record<'id' | 'firstName' | 'lastName' | 'username' | 'email' | 'note' | 'role' | 'isBlocked', string>
>;

/** What the form shows at first. */
export function inputOf(user: UserView): UserInput {
  return {
    id: String(user.id),
    firstName: user.firstName,
    lastName: user.lastName ?? '',
    username: user.username ?? '',
    email: user.email ?? '',
    note: user.note ?? '',
    role: user.role,
    isBlocked: user.isBlocked ? '1' : '',
  };
}

/** What was sent. */
export function readInput(form: URLSearchParams): UserInput {
  const text = (key: string) => (form.get(key) ?? '').trim();
  return {
    id: text('id'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    username: text('username').replace(/^@/, ''),
    email: text('email'),
    note: text('note'),
    role: text('role') || 'user',
    isBlocked: text('isBlocked'),
  };
}

/** The change that an input asks for. `isOwn`: of oneself only email and note are changed. */
export function patchOf(scene: SignedIn, input: UserInput, isOwn: boolean): UserPatch {
  const own = { email: input.email || null, note: input.note || null };
  if (isOwn) return own;
  const role = givableRoles(scene).find((it) => it === input.role);
  return {
    ...own,
    firstName: input.firstName,
    lastName: input.lastName || null,
    username: input.username || null,
    isBlocked: input.isBlocked === '1',
    ...(role === undefined ? {} : { role }),
  };
}

/** What is wrong, and what somebody else saved meanwhile, by field. */
export interface FormTrouble {
  readonly errors?: Readonly<Record<string, FieldError>>;
  readonly saved?: UserInput;
}

/** The fields of the form. `isNew`: the id is asked for, the block is not. */
export function userFields(
  scene: SignedIn,
  input: UserInput,
  { isNew, isOwn, errors = {}, saved }: FormTrouble & { readonly isNew: boolean; readonly isOwn: boolean },
): readonly Field[] {
  const { people, frame } = scene.texts;
  const words = (key: keyof UserInput, value: string) =>
    key === 'isBlocked'
      ? value === '1'
        ? frame.yes
        : frame.no
      : key === 'role'
        ? (people.roles[value as keyof typeof people.roles] ?? value)
        : value || frame.unset;
  const field = (key: keyof UserInput, label: string, more: Partial<Field> = {}): Field => ({
    name: key,
    label,
    input: { type: 'text' },
    value: input[key],
    error: errors[key],
    saved: saved === undefined || saved[key] === input[key] ? undefined : words(key, saved[key]),
    ...more,
  });
  const roles = givableRoles(scene).map((role) => [role, people.roles[role]] as const);
  const names = [
    field('firstName', people.firstName, { isRequired: true }),
    field('lastName', people.lastName),
    field('username', people.username),
    field('role', people.role, { input: { type: 'select', choices: roles } }),
  ];
  return [
    ...(isNew ? [field('id', people.id, { isRequired: true })] : []),
    ...(isOwn ? [] : names),
    field('email', people.email, { input: { type: 'email' } }),
    field('note', people.note, { input: { type: 'area' }, hint: people.noteHint }),
    ...(isNew || isOwn ? [] : [field('isBlocked', people.isBlocked, { input: { type: 'checkbox' } })]),
  ];
}
