import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { AdminRequest } from '../../../control/admin/results.ts';
import type { Route, Rule, Viewer, WebContext } from '../../route.ts';
import type { ModelName } from './models.ts';
import { type FieldProblem, problem } from './problem.ts';
import { type ReadBody, readBody } from './read-body.ts';

/** What a route takes, what it gives, and what it is for: all that the OpenAPI document says of it. */
export interface RouteAbout {
  /** In a few words, as `Lists users`. */
  readonly summary: string;
  readonly tag: string;
  /** By which the path is filled; all are strings in a request. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** What a success is: its status, and what stands in the body; none for 204. */
  readonly gives: { readonly status: 200 | 201 | 202 | 204; readonly model?: ModelName };
  /** Done anew each time, whatever the Idempotency-Key: its first result cannot be given again. */
  readonly isNeverRepeated?: boolean;
  /** It takes If-Match with the ETag of what it changes. */
  readonly isVersioned?: boolean;
}

/** A route of the API, with what is said of it. */
export interface ApiRoute extends Route {
  readonly about: RouteAbout;
}

/** A request as handlers get it: checked against the route's schemas. */
export interface ApiCall<Params, Query, Body> {
  readonly context: WebContext;
  readonly viewer: Viewer;
  /** Who asks for what, for the use cases. */
  readonly request: AdminRequest;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The version in If-Match; undefined: whatever it is now. */
  readonly expectedVersion: number | undefined;
}

const nothing = z.object({});

/** Makes a route of its schemas and its handler, which gives the answer. */
export function apiRoute<
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = typeof nothing,
>(
  route: Pick<Route, 'method' | 'path'> & { readonly rule: Exclude<Rule, 'public'> },
  about: RouteAbout & { readonly params?: Params; readonly query?: Query; readonly body?: Body },
  answer: (call: ApiCall<z.infer<Params>, z.infer<Query>, z.infer<Body>>) => Promise<Response>,
): ApiRoute {
  return {
    ...route,
    about,
    async handle(context) {
      const viewer = context.get('viewer');
      if (viewer === null) return problem(context, 'not-signed-in');
      // An id that is none names nothing.
      const params = (about.params ?? nothing).safeParse(context.req.param());
      if (!params.success) return problem(context, 'not-found');
      const query = (about.query ?? nothing).strict().safeParse(readQuery(context));
      if (!query.success) return invalid(context, query.error);
      const headers = readHeaders(context);
      if (typeof headers === 'string') return problem(context, 'malformed-request', { detail: headers });
      const json = route.method === 'GET' ? ({ type: 'json', value: {} } as const) : await readBody(context);
      if (json.type !== 'json') return unread(context, json.type);
      const body = (about.body ?? nothing).safeParse(json.value);
      if (!body.success) return invalid(context, body.error);
      const { actor } = viewer;
      const operation = operationOf(about, { userId: actor.person.id, context, key: headers.key, body: json.value });
      return await answer({
        context,
        viewer,
        request: { actor, operation, origin: viewer.session === null ? 'api' : 'panel' },
        params: params.data as z.infer<Params>,
        query: query.data as z.infer<Query>,
        body: body.data as z.infer<Body>,
        expectedVersion: headers.expectedVersion,
      });
    },
  };
}

/** A parameter that is given twice counts as given last. */
function readQuery({ req }: WebContext): Record<string, string> {
  return Object.fromEntries(new URL(req.url).searchParams);
}

/** What the headers say of a write: its name, and the version it is about; or what is wrong with them. */
function readHeaders({
  req,
}: WebContext): { readonly key: string | undefined; readonly expectedVersion: number | undefined } | string {
  const key = req.header('idempotency-key');
  if (key !== undefined && !/^[\x20-\x7e]{1,128}$/.test(key)) return 'Idempotency-Key: 1–128 characters of ASCII';
  const match = req.header('if-match')?.trim();
  if (match === undefined || match === '*') return { key, expectedVersion: undefined };
  const [, weak, tag] = /^(W\/)?"([^"]*)"$/.exec(match) ?? [];
  if (tag === undefined) return 'If-Match: an ETag, as "3"';
  // A weak one never matches (RFC 9110, 13.1.1), nor does any that we don't give: no version is 0.
  return { key, expectedVersion: weak === undefined && /^\d{1,15}$/.test(tag) ? Number(tag) : 0 };
}

/**
 * Names what is asked for: the same key of the same person for the same thing, in the same words, is the same operation, whose repetition
 * does nothing and gives the first result.
 */
function operationOf(
  { isNeverRepeated = false }: RouteAbout,
  it: {
    readonly userId: number;
    readonly context: WebContext;
    readonly key: string | undefined;
    readonly body: unknown;
  },
): string {
  const { userId, context, key, body } = it;
  if (key === undefined || isNeverRepeated) return `a${randomUUID()}`;
  const { method, path } = context.req;
  const hash = createHash('sha256').update(JSON.stringify([userId, method, path, key, body]));
  return `a${hash.digest('base64url').slice(0, 22)}`;
}

/** A body that could not be read. What has not been read of one that is too large would be taken for the next request. */
function unread(context: WebContext, code: Exclude<ReadBody['type'], 'json'>): Response {
  return problem(context, code, code === 'too-large' ? { headers: { connection: 'close' } } : {});
}

/** What is wrong, by field; deeper ones as `a.b`. */
function invalid(context: WebContext, error: z.ZodError): Response {
  const errors: Record<string, FieldProblem> = {};
  for (const issue of error.issues) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of names) errors[path.join('.') || 'body'] ??= { code: codeOf(issue), message: issue.message };
  }
  return problem(context, 'invalid', { errors });
}

function codeOf({ code }: z.core.$ZodIssue): string {
  switch (code) {
    case 'unrecognized_keys':
      return 'unknown';
    case 'too_big':
    case 'too_small':
      return 'out-of-range';
    default:
      return 'not-valid';
  }
}
