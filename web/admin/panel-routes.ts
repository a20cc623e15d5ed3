import type { Route } from '../route.ts';
import { notFound } from './answers.ts';
import { openScene } from './open-scene.ts';
import { createToken, revokeToken, setLanguage, showAccount } from './pages/account.ts';
import { revertEntry, showEntry } from './pages/audit/audit-entry.ts';
import { exportAudit, listAudit } from './pages/audit/audit-list.ts';
import { showDashboard } from './pages/dashboard.ts';
import { signInRoutes } from './pages/sign-in.ts';
import { addToQueue } from './pages/streams/add-to-queue.ts';
import { steeringRoutes } from './pages/streams/steering.ts';
import { deleteStream, showStream, updateSettings, updateStream } from './pages/streams/stream-changes.ts';
import { createStream, showNewStream } from './pages/streams/stream-create.ts';
import { exportStreams, listStreams } from './pages/streams/stream-list.ts';
import { deleteTrack, showTrack, updateTrack } from './pages/tracks/track-changes.ts';
import { createTrack, showNewTrack } from './pages/tracks/track-create.ts';
import { exportTracks, listTracks } from './pages/tracks/track-list.ts';
import { changeUsers } from './pages/users/bulk.ts';
import { deleteUser, showUser, updateUser } from './pages/users/user-changes.ts';
import { createUser, showNewUser } from './pages/users/user-create.ts';
import { exportUsers, listUsers } from './pages/users/user-list.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import { type Call, get, type PanelRoute } from './panel-route.ts';

/** Everything that the panel answers; a fixed path stands before one with an id in its place. */
const routes: readonly PanelRoute[] = [
  showDashboard,
  listUsers,
  exportUsers,
  showNewUser,
  createUser,
  changeUsers,
  showUser,
  updateUser,
  deleteUser,
  listStreams,
  exportStreams,
  showNewStream,
  createStream,
  showStream,
  updateStream,
  updateSettings,
  deleteStream,
  addToQueue,
  ...steeringRoutes,
  listTracks,
  exportTracks,
  showNewTrack,
  createTrack,
  showTrack,
  updateTrack,
  deleteTrack,
  listAudit,
  exportAudit,
  showEntry,
  revertEntry,
  showAccount,
  setLanguage,
  createToken,
  revokeToken,
  get('/admin/*', (_, call) => withoutSlash(call) ?? notFound(call)),
];

/** The panel's routes with their rules. */
export function createPanelRoutes(dependencies: PanelDependencies): readonly Route[] {
  return [...signInRoutes(dependencies), ...routes.map((route) => bind(dependencies, route))];
}

/** Sends the browser from an address with a slash too many to the one without; null: there is none. */
function withoutSlash({ context }: Call): Promise<Response> | null {
  const { pathname, search } = new URL(context.req.url);
  return pathname.endsWith('/') ? Promise.resolve(context.redirect(pathname.slice(0, -1) + search, 301)) : null;
}

function bind(dependencies: PanelDependencies, { method, path, rule, handle }: PanelRoute): Route {
  return {
    method,
    path,
    rule,
    async handle(context) {
      const viewer = context.get('viewer');
      // The rule let nobody else in.
      if (viewer === null) throw new TypeError(`${path} was called by nobody`);
      const form = new URLSearchParams(method === 'GET' ? '' : await context.req.text());
      const scene = { ...(await openScene(dependencies, context)), viewer };
      const query = new URL(context.req.url).searchParams;
      return await handle(dependencies, { context, scene, actor: viewer.actor, form, query });
    },
  };
}
