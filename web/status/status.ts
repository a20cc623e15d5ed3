import { Hono } from 'hono';
import { pageHeaders } from '../access/page-headers.ts';
import { mountRoutes, type Route, type WebEnv } from '../route.ts';
import { createStatusAssets, createStatusRoutes, type StatusOptions } from './status-routes.ts';

/** The status page at `/`. `routes`: its table, for those who check that every route has its rule. */
export interface Status {
  readonly routes: readonly Route[];
  readonly app: Hono<WebEnv>;
}

/** Creates it; nothing has to be closed. */
export function createStatus(options: Omit<StatusOptions, 'assets'>): Status {
  const assets = createStatusAssets();
  const routes = createStatusRoutes({ ...options, assets });
  const app = new Hono<WebEnv>();
  app.route('/', assets.app);
  app.use('/', pageHeaders);
  app.route(
    '/',
    mountRoutes({
      routes,
      // The page finds out itself who looks: it has something to say also when that cannot be found out.
      readViewer: async () => null,
      refuse: (context) => context.body(null, 403),
      isOwnOrigin: () => false,
    }),
  );
  return { routes, app };
}
