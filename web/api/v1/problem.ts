import type { WebContext } from '../../route.ts';

/** What stands in a problem document besides its status and code. */
export interface ProblemDetails {
  /** What is the matter in this case, for people. */
  readonly detail?: string;
  /** What is wrong with a field, by its name. */
  readonly errors?: Readonly<Record<string, FieldProblem>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** More that a program may want to know. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** What is wrong with a field: for programs, and for people. */
export interface FieldProblem {
  readonly code: string;
  readonly message: string;
}

/** Every problem that the API answers with, its status and what it is called. */
export const problems = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'not-signed-in': { status: 401, title: 'A session or an API token is needed' },
  forbidden: { status: 403, title: 'You may not do this' },
  'foreign-origin': { status: 403, title: 'Writes with a session come from our own pages only' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  stale: { status: 409, title: 'Things are otherwise by now' },
  conflict: { status: 412, title: 'Somebody has changed it since it was read' },
  'too-large': { status: 413, title: 'The body is too large' },
  'not-json': { status: 415, title: 'The body must be application/json' },
  invalid: { status: 422, title: 'Something is wrong with the values' },
  refused: { status: 422, title: 'It cannot be played' },
  'too-many': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Something that is needed does not answer' },
} as const;

/** What a problem is, for programs. */
export type ProblemCode = keyof typeof problems;

/** A problem document. Source: RFC 9457. */
export function problem(
  context: WebContext,
  code: ProblemCode,
  { detail, errors, headers = {}, more = {} }: ProblemDetails = {},
): Response {
  const { status, title } = problems[code];
  const body = { type: `urn:efir:problem:${code}`, title, status, code, detail, errors, ...more };
  return context.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...headers,
  });
}
