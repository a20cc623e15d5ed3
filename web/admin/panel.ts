import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError, toAppError } from '../../errors.ts';
import type { RateLimits } from '../../storage/web-access.ts';
import { pageHeaders } from '../access/page-headers.ts';
import { incomingOf } from '../access/web-access.ts';
import { mountRoutes, type Refused, type Route, type WebContext, type WebEnv } from '../route.ts';
import { showMessage } from './answers.ts';
import { createWriteGuard } from './guard-write.ts';
import { openScene } from './open-scene.ts';
import { showHow } from './pages/sign-in.ts';
import { createPanelAssets } from './panel-assets.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import { createPanelRoutes } from './panel-routes.ts';
import { plainScene } from './plain-scene.ts';

/** The web panel under /admin. `routes`: its table, for those who check that every route has its rule. */
export interface Panel {
  readonly routes: readonly Route[];
  readonly app: Hono<WebEnv>;
}

/** What the panel is made with. */
export interface PanelOptions extends Omit<PanelDependencies, 'assetUrl'> {
  readonly limits: RateLimits;
}

/** No form of the panel is larger; a thousand ids to change at once are 20 kB. */
const bodyLimitBytes = 64 * 1_024;

/** Creates the panel; nothing has to be closed. */
export function createPanel({ limits, ...options }: PanelOptions): Panel {
  const { access, log } = options;
  const assets = createPanelAssets();
  const dependencies = { ...options, assetUrl: assets.url };
  const routes = createPanelRoutes(dependencies);
  const open = (context: WebContext) => openScene(dependencies, context);
  const app = new Hono<WebEnv>();
  app.route('/', assets.app);
  app.use('/admin/*', pageHeaders);
  app.use(
    '/admin/*',
    bodyLimit({
      maxSize: bodyLimitBytes,
      onError: (context) => {
        const scene = plainScene(dependencies, context as WebContext);
        const { tooMuchTitle: title, tooMuch: text } = scene.texts.entry;
        return showMessage({ context: context as WebContext, scene }, { title, text }, 413);
      },
    }),
  );
  app.route(
    '/',
    mountRoutes({
      routes,
      readViewer: (context) => access.readViewer(incomingOf(context)),
      isOwnOrigin: (context) => access.isOwnOrigin(incomingOf(context)),
      refuse: async (context, why) => await refuse(context, await open(context), why),
      guardWrite: createWriteGuard({ limits, access, openScene: open }),
    }),
  );
  app.onError((error, context) => {
    const { code, severity } = toAppError(error);
    const isAway = error instanceof AppError && (code === 'sql-unavailable' || code === 'redis-unavailable');
    log.error({ err: error, code, severity, path: context.req.path }, 'a page of the panel failed');
    // Nothing is asked of what is broken: whoever it is sees it without the navigation.
    const scene = plainScene(dependencies, context);
    const { entry } = scene.texts;
    const title = isAway ? entry.awayTitle : entry.brokenTitle;
    return showMessage({ context, scene }, { title, text: isAway ? entry.away : entry.broken }, isAway ? 503 : 500);
  });
  return { routes, app };
}

async function refuse(
  context: WebContext,
  scene: Awaited<ReturnType<typeof openScene>>,
  why: Refused,
): Promise<Response> {
  const { entry } = scene.texts;
  switch (why) {
    case 'not-signed-in':
      return await showHow(context, scene, 401);
    case 'forbidden':
      return await showMessage({ context, scene }, { title: entry.forbiddenTitle, text: entry.forbidden }, 403);
    case 'foreign-origin':
      return await showMessage({ context, scene }, { title: entry.foreignTitle, text: entry.foreign }, 403);
  }
}
