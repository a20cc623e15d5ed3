import type { Conflict, Done, FieldError, Forbidden, Invalid, NotFound } from '../../../control/admin/results.ts';
import type { WebContext } from '../../route.ts';
import { type FieldProblem, problem } from './problem.ts';

/** What use cases of the administration can come to, apart from a success. */
export type Failure = NotFound | Conflict<{ readonly version: number }> | Invalid | Forbidden;

/** Gives a thing as it is now, with its version as an ETag when it has one. */
export function respond<T extends object>(
  context: WebContext,
  result: Done<T> | Failure,
  { status = 200, at }: { readonly status?: 200 | 201; readonly at?: (value: T) => string } = {},
): Response {
  if (result.type !== 'done') return respondFailure(context, result);
  const { value } = result;
  return context.json(value, status, {
    ...('version' in value ? { etag: `"${String(value.version)}"` } : {}),
    ...(at === undefined ? {} : { location: at(value) }),
  });
}

/** Gives nothing when it was done. */
export function respondEmpty(context: WebContext, result: Done<unknown> | Failure): Response {
  return result.type === 'done' ? context.body(null, 204) : respondFailure(context, result);
}

/** A failure as a problem document. */
export function respondFailure(context: WebContext, failure: Failure): Response {
  switch (failure.type) {
    case 'not-found':
      return problem(context, 'not-found');
    case 'forbidden':
      return respondForbidden(context, failure);
    case 'conflict': {
      const { current } = failure;
      return problem(context, 'conflict', {
        detail: 'Nothing was changed. Read it again, then change what it is now.',
        headers: { etag: `"${current.version}"` },
        more: { current },
      });
    }
    case 'invalid':
      return problem(context, 'invalid', { errors: describeFields(failure) });
  }
}

/** Who may, for those who may not. */
export function respondForbidden(context: WebContext, { needs }: Pick<Forbidden, 'needs'>): Response {
  const detail = needs === null ? 'Nobody may do this to oneself or to an owner.' : `This takes the role ${needs}.`;
  return problem(context, 'forbidden', { detail, more: { needs } });
}

function describeFields({ fields }: Invalid): Readonly<Record<string, FieldProblem>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, error]) => [name, { ...error, message: messageOf(error) }]),
  );
}

function messageOf(error: FieldError): string {
  switch (error.code) {
    case 'required':
      return 'It is needed.';
    case 'not-an-email':
      return 'It is no email address.';
    case 'not-a-username':
      return 'It is no username that Telegram gives.';
    case 'not-an-id':
      return 'It is no id that Telegram gives.';
    case 'not-a-role':
      return 'It is none of the roles that can be given.';
    case 'not-a-link':
      return 'It is neither an http(s) address nor a name in the library.';
    case 'taken':
      return 'Somebody else has it.';
    case 'too-long':
      return `It has more than ${error.limit} characters.`;
    case 'out-of-range':
      return `It is not from ${error.from} to ${error.to}.`;
  }
}
