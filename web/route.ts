import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Actor } from '../control/dependencies.ts';
import { type Action, may } from '../control/policy.ts';

/** Whoever calls. `session`: the cookie's value when they are signed in; null: they called with an API token. */
export interface Viewer {
  readonly actor: Actor;
  readonly session: string | null;
}

/** What handlers find in the context. */
export interface WebEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** null: nobody is signed in. */
    viewer: Viewer | null;
  };
}

/** The context of a handler. */
export type WebContext = Context<WebEnv>;

/** Who may use a route: everybody, or those who may do the action. Finer rights (whom one may block) are the use cases'. */
export type Rule = 'public' | Action;

/** A route and its rule: a route cannot be made without one. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Hono writes it: `/admin/users/:id`. */
  readonly path: string;
  readonly rule: Rule;
  readonly handle: (context: WebContext) => Response | Promise<Response>;
}

/** Why a call was not let in. */
export type Refused = 'not-signed-in' | 'forbidden' | 'foreign-origin';

/** What the routes of one part (panel, API, status) have in common. */
export interface RouteGroup {
  readonly routes: readonly Route[];
  /** Finds out who calls. Each part has its own ways in: a cookie, a token. */
  readonly readViewer: (context: WebContext) => Promise<Viewer | null>;
  /** Answers a call that was not let in: a page, a redirect, a problem document. */
  readonly refuse: (context: WebContext, why: Refused) => Response | Promise<Response>;
  /** Whether a write with this Origin header (undefined: none) is our own page's. Calls with a token need none. */
  readonly isOwnOrigin: (context: WebContext, origin: string | undefined) => boolean;
  /** Looks at a write that was let in: an answer ends the call there (too many of them, too large, not understood). */
  readonly guardWrite?: (context: WebContext) => Promise<Response | null>;
}

/** Makes an app of a group: each call is let in by its route's rule, and writes only from our own pages, before its handler runs. */
export function mountRoutes(group: RouteGroup): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const route of group.routes) {
    app.on(route.method, route.path, async (context) => {
      context.set('viewer', await group.readViewer(context));
      const refused = findRefusal(group, route, context);
      if (refused !== null) return await group.refuse(context, refused);
      const stopped = route.method === 'GET' ? null : await group.guardWrite?.(context);
      return stopped ?? (await route.handle(context));
    });
  }
  return app;
}

/** Why a call is not let in; null: it is. */
function findRefusal({ isOwnOrigin }: RouteGroup, { method, rule }: Route, context: WebContext): Refused | null {
  const viewer = context.get('viewer');
  const isByCookie = viewer === null || viewer.session !== null;
  if (method !== 'GET' && isByCookie && !isOwnOrigin(context, context.req.header('origin'))) return 'foreign-origin';
  if (rule === 'public') return null;
  if (viewer === null) return 'not-signed-in';
  return may(viewer.actor, rule) ? null : 'forbidden';
}
