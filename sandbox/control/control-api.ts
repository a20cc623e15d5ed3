import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Logger } from '../../log.ts';
import type { BotApi } from '../bot-api/bot-api.ts';
import { type Fault, type Faults, faultKinds } from '../faults.ts';
import type { MediaServer } from '../media/media-server.ts';
import type { World } from '../world/world.ts';
import { callRoutes } from './call-routes.ts';
import { ControlError, readJson, sendJson } from './http-json.ts';
import { messageRoutes } from './message-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { matchPath, type Route, toInteger } from './route.ts';
import { showState } from './show.ts';

/** The doors that the control API works upon. */
export interface ControlApiOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly media: MediaServer;
  readonly botApi: BotApi;
  readonly log: Logger;
}

/** SANDBOX.md, "Control API": answers what lies below /control; false when the request is for another door. */
export type ControlApi = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Body of POST /faults: {@link Fault}. */
const newFault = z.strictObject({
  kind: z.enum(faultKinds),
  chatId: z.number().int().optional(),
  method: z.string().min(1).optional(),
  seconds: z.number().positive().max(86_400).optional(),
  count: z.number().int().positive().optional(),
});

/** Opens the control API. It keeps nothing, so it needs no closing. */
export function createControlApi({ world, faults, media, botApi, log }: ControlApiOptions): ControlApi {
  const routes: readonly Route[] = [
    { method: 'GET', path: '/state', run: () => showState(world, media) },
    ...peopleRoutes(world),
    ...messageRoutes(world, botApi, log),
    ...callRoutes(world, media),
    ...faultRoutes(faults),
  ];
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!url.pathname.startsWith('/control/')) return false;
    try {
      refuseStrangers(request);
      const { route, named } = findRoute(routes, request.method ?? 'GET', url.pathname.slice('/control'.length));
      const number = (name: string) => toInteger(name, named.get(name));
      const result = await route.run({ request, response, query: url.searchParams, number });
      if (result !== undefined && !response.headersSent) sendJson(response, 200, result);
    } catch (error) {
      answerError(error, response, log);
    }
    return true;
  };
}

/** Faults are added one by one and ended all at once. */
function faultRoutes(faults: Faults): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/faults',
      run: async ({ request }) => {
        const given = await readJson(request, newFault);
        const fault = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        faults.add(fault as unknown as Fault);
        return faults.list();
      },
    },
    { method: 'GET', path: '/faults', run: () => faults.list() },
    {
      method: 'DELETE',
      path: '/faults',
      run: () => {
        faults.clear();
        return [];
      },
    },
  ];
}

/** No page from elsewhere may steer the stand-in through somebody's browser, not even by a name that points to this machine. */
function refuseStrangers(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(name))
    throw new ControlError(403, 'The control API answers on this machine only.');
  if (origin !== undefined && origin !== `http://${host}`)
    throw new ControlError(403, 'The control API takes no requests from other sites.');
}

/** The route and the named parts of the path. @throws ControlError 404, or 405 when only the method is wrong. */
function findRoute(routes: readonly Route[], method: string, path: string) {
  const matches = routes
    .map((route) => ({ route, named: matchPath(route.path, path) }))
    .filter((match): match is { route: Route; named: ReadonlyMap<string, string> } => match.named !== null);
  const match = matches.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  throw matches.length > 0
    ? new ControlError(405, `${method} is not possible here.`)
    : new ControlError(404, `The control API has no ${path}.`);
}

/** Whoever asked wrongly is told so; our own mistakes are logged. */
function answerError(error: unknown, response: ServerResponse, log: Logger): void {
  if (!(error instanceof ControlError)) log.error({ err: error }, 'the control API failed');
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error instanceof ControlError) sendJson(response, error.status, { error: error.message });
  else sendJson(response, 500, { error: 'The stand-in failed; its log says why.' });
}
