import type { IncomingMessage, ServerResponse } from 'node:http';
import { ControlError } from './http-json.ts';

/** One request on its way through a route. */
export interface RouteRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** A named part of the path as an integer. @throws ControlError 400 when it is none. */
  number(name: string): number;
}

/** One call of the control API, below /control. What `run` returns goes out as JSON; undefined: it has answered by itself. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/calls/:chatId/audio`. */
  readonly path: string;
  run(given: RouteRequest): unknown;
}

/** The parts of a path that a route names; null when it is another path. */
export function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const named = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) named.set(part.slice(1), decodeURIComponent(value));
    else if (part !== value) return null;
  }
  return named;
}

/** An integer out of a path or query. @throws ControlError 400 that names it. */
export function toInteger(name: string, text: string | null | undefined): number {
  const value = Number(text);
  if (text === null || text === undefined || text === '' || !Number.isSafeInteger(value))
    throw new ControlError(400, `${name}: must be an integer.`);
  return value;
}
