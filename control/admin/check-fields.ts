import { z } from 'zod';
import type { FieldError, Invalid } from './results.ts';

/** Longest names and titles, notes, links. */
const nameLimit = 256;
const noteLimit = 1_000;

/** A name that must be there. */
export const requiredName = z.string('required').trim().min(1, 'required').max(nameLimit);

/** A name that may be left empty: then it is null. */
export const optionalName = emptyAsNull(z.string('required').max(nameLimit));

/** A note of administrators. */
export const note = emptyAsNull(z.string('required').max(noteLimit));

/** A username, with or without its @. */
export const username = emptyAsNull(
  z
    .string('not-a-username')
    .transform((text) => text.replace(/^@/, ''))
    .pipe(z.string().max(32).regex(/^\w+$/, 'not-a-username')),
);

/** An email address. */
export const email = emptyAsNull(z.string('not-an-email').max(254).pipe(z.email('not-an-email')));

/** A Telegram id of a person. */
export const userId = z.int('not-an-id').positive('not-an-id');

/** A chat's marked Bot API id. */
export const chatId = z.int('not-an-id').refine((id) => id !== 0, 'not-an-id');

/**
 * Checks what somebody filled in. Messages of the schema are codes of `FieldError`; of each field the first error counts.
 */
export function checkFields<Schema extends z.ZodType>(
  schema: Schema,
  fields: unknown,
): { readonly type: 'valid'; readonly fields: z.output<Schema> } | Invalid {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return { type: 'valid', fields: parsed.data };
  const errors: Record<string, FieldError> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= toFieldError(issue);
  return { type: 'invalid', fields: errors };
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  if (issue.code === 'too_big' && issue.origin === 'string') return { code: 'too-long', limit: Number(issue.maximum) };
  return { code: issue.message as Exclude<FieldError['code'], 'too-long' | 'out-of-range'> };
}

function emptyAsNull<Schema extends z.ZodType>(schema: Schema) {
  const blank = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value);
  return z.preprocess((value) => trimmed(blank(value)), schema.nullable());
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
