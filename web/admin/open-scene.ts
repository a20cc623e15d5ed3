import type { WebContext } from '../route.ts';
import { pickLocale } from '../texts/locale.ts';
import { textsOf } from '../texts/texts.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import { takeNote } from './request/note.ts';
import { newOperation } from './request/operation.ts';
import type { Scene } from './scene.ts';

/** Sets the scene for a page: whoever is signed in, in the language they chose; else in one of the browser's. */
export async function openScene(
  { control, assetUrl }: Pick<PanelDependencies, 'control' | 'assetUrl'>,
  context: WebContext,
): Promise<Scene> {
  const viewer = context.get('viewer') ?? null;
  const chosen = viewer === null ? null : (await control.people.standing(viewer.actor.person.id)).language;
  const locale = pickLocale(chosen, context.req.header('accept-language'));
  return {
    locale,
    texts: textsOf[locale],
    viewer,
    path: context.req.path,
    // A page that is only a redirect's answer leaves it for the next.
    note: context.req.method === 'GET' ? takeNote(context) : null,
    assetUrl,
    operation: newOperation(),
  };
}
