import type { Logger } from '../../log.ts';
import type { Faults } from '../faults.ts';
import type { MediaServer } from '../media/media-server.ts';
import type { World } from '../world/world.ts';
import type { AuthKeys } from './auth-keys.ts';
import type { Logins } from './logins.ts';
import type { MediaFollower } from './media-follower.ts';
import type { Pushes } from './pushes.ts';

/** What the methods of the API work on. */
export interface Services {
  readonly world: World;
  readonly faults: Faults;
  readonly media: MediaServer;
  readonly log: Logger;
  readonly authKeys: AuthKeys;
  readonly logins: Logins;
  readonly pushes: Pushes;
  readonly mediaFollower: MediaFollower;
  /** The port this server listens on; help.getConfig tells it. */
  port(): number;
}
