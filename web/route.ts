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
}

/** Makes an app of a group: each call is let in by its route's rule, and writes only from our own pages, before its handler runs. */
export function mountRoutes({ routes, readViewer, refuse, isOwnOrigin }: RouteGroup): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  for (const { method, path, rule, handle } of routes) {
    app.on(method, path, async (context) => {
      const viewer = await readViewer(context);
      context.set('viewer', viewer);
      const isByCookie = viewer === null || viewer.session !== null;
      if (method !== 'GET' && isByCookie && !isOwnOrigin(context, context.req.header('origin'))) {
        return await refuse(context, 'foreign-origin');
      }
      if (rule !== 'public') {
        if (viewer === null) return await refuse(context, 'not-signed-in');
        if (!may(viewer.actor, rule)) return await refuse(context, 'forbidden');
      }
      return await handle(context);
    });
  }
  return app;
}
