import type { Config } from '../config.ts';
import type { Administration } from '../control/admin/administration.ts';
import type { Logger } from '../log.ts';
import { type LiveState, type LiveStateOptions, startLiveState } from '../metrics/snapshot/live-state.ts';
import type { WebAccess } from '../web/access/web-access.ts';
import { createIdentify } from '../web/live/identify.ts';
import { type SocketOptions, serveSockets } from '../web/live/serve-sockets.ts';
import type { WebOptions } from '../web/server.ts';
import { createStatus } from '../web/status/status.ts';
import type { StatusOptions } from '../web/status/status-routes.ts';

/** What the live part is made with. The last line is for tests. */
export interface LivePartOptions
  extends LiveStateOptions,
    Pick<SocketOptions, 'meter'>,
    Pick<StatusOptions, 'languageOf'>,
    Partial<Pick<SocketOptions, 'recheckMs' | 'heartbeatMs'>> {
  readonly config: Pick<Config, 'STATUS_PUBLIC'>;
  readonly access: WebAccess;
  readonly tokens: Pick<Administration['tokens'], 'authenticate'>;
  readonly log: Logger;
}

/** The status page and the WebSocket, for the web server, and the state of all streams that they show. */
export interface LivePart extends Required<Pick<WebOptions, 'apps' | 'serveSockets'>> {
  readonly state: LiveState;
  /** After the web server, before the stores. */
  close(): Promise<void>;
}

/** Starts it. */
export function startLivePart(options: LivePartOptions): LivePart {
  const { config, access, tokens, languageOf } = options;
  const isPublic = config.STATUS_PUBLIC;
  const state = startLiveState(options);
  const identify = createIdentify({ access, tokens, isPublic });
  const status = createStatus({ access, isPublic, languageOf });
  return {
    state,
    apps: [status.app],
    serveSockets: (server) => serveSockets(server, { ...options, state, identify }),
    close: () => state.close(),
  };
}
