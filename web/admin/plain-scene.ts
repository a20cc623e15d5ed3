import type { WebContext } from '../route.ts';
import { pickLocale } from '../texts/locale.ts';
import { textsOf } from '../texts/texts.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import type { Scene } from './scene.ts';

/** A scene that asks nobody anything: for pages that say what is wrong. */
export function plainScene({ assetUrl }: Pick<PanelDependencies, 'assetUrl'>, context: WebContext): Scene {
  const locale = pickLocale(null, context.req.header('accept-language'));
  const { path } = context.req;
  return { locale, texts: textsOf[locale], viewer: null, path, note: null, assetUrl, operation: '' };
}
