import type { RateLimits } from '../../storage/web-access.ts';
import { incomingOf, type WebAccess } from '../access/web-access.ts';
import type { WebContext } from '../route.ts';
import { showMessage } from './answers.ts';
import type { Scene } from './scene.ts';

/** What a guard is made with. */
interface GuardOptions {
  readonly limits: RateLimits;
  readonly access: WebAccess;
  readonly openScene: (context: WebContext) => Promise<Scene>;
}

/** Links are not guessed, nor are people kept from signing in by a mistake or two. */
const signInLimit = { points: 10, seconds: 60 };
/** More than anybody does by hand; an address may be that of an office. */
const personLimit = { points: 120, seconds: 60 };
const addressLimit = { points: 300, seconds: 60 };

/** Forms only, and not too many of them: by address, and by person. */
export function createWriteGuard({ limits, access, openScene }: GuardOptions) {
  return async (context: WebContext): Promise<Response | null> => {
    const waitMs = await takeTurn(context);
    if (waitMs !== null) {
      const scene = await openScene(context);
      const { limitedTitle: title, limited } = scene.texts.entry;
      const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
      context.header('retry-after', String(seconds));
      return await showMessage({ context, scene }, { title, text: limited(seconds) }, 429);
    }
    const [type = ''] = (context.req.header('content-type') ?? '').split(';');
    if (type.trim().toLowerCase() === 'application/x-www-form-urlencoded') return null;
    const scene = await openScene(context);
    const { wrongTypeTitle: title, wrongType: text } = scene.texts.entry;
    return await showMessage({ context, scene }, { title, text }, 415);
  };

  /** How long to wait, milliseconds; null: go on. */
  async function takeTurn(context: WebContext): Promise<number | null> {
    const address = access.addressOf(incomingOf(context));
    if (context.req.path === '/admin/sign-in') return waitOf(await limits.take('sign-in', address, signInLimit));
    const viewer = context.get('viewer');
    const wait = waitOf(await limits.take('panel-address', address, addressLimit));
    if (wait !== null || viewer === null) return wait;
    return waitOf(await limits.take('panel-person', String(viewer.actor.person.id), personLimit));
  }
}

function waitOf({ isAllowed, retryAfterMs }: Awaited<ReturnType<RateLimits['take']>>): number | null {
  return isAllowed ? null : retryAfterMs;
}
