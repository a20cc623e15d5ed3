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
  /** What there is; its rights are for the methods to check. */
  readonly world: World;
  /** What is to go wrong. */
  readonly faults: Faults;
  /** Where the sound of joined calls goes. */
  readonly media: MediaServer;
  readonly log: Logger;
  /** Who may speak to us at all. */
  readonly authKeys: AuthKeys;
  /** Sign-ins under way. */
  readonly logins: Logins;
  /** How an action's consequences get into its answer. */
  readonly pushes: Pushes;
  /** To be told of joins with media. */
  readonly mediaFollower: MediaFollower;
  /** The port this server listens on; help.getConfig tells it. */
  port(): number;
}
