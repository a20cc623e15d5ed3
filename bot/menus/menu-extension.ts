import type { Extension } from '../updates/extension.ts';

/** Leads presses to the menus. */
export const menuExtension: Extension = (composer, { menus }) => {
  composer.use(menus.middleware);
};
