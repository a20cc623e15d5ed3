import type { RateLimits } from '../access/rate-limits.ts';
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

  async function takeTurn(context: WebContext): Promise<number | null> {
    const address = access.addressOf(incomingOf(context));
    if (context.req.path.startsWith('/admin/sign-in')) return await limits.take('sign-in', address);
    const viewer = context.get('viewer');
    const ofAddress = await limits.take('write', address);
    return ofAddress ?? (viewer === null ? null : await limits.take('write', `user:${viewer.actor.person.id}`));
  }
}
