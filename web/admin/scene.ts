import type { Role } from '../../control/dependencies.ts';
import { type Action, may } from '../../control/policy.ts';
import type { Viewer } from '../route.ts';
import type { Locale } from '../texts/locale.ts';
import type { Texts } from '../texts/texts.ts';
import type { Note } from './request/note.ts';

/** What a page is drawn for: who looks at it, and in which language. */
export interface Scene {
  readonly locale: Locale;
  readonly texts: Texts;
  /** null: nobody is signed in. */
  readonly viewer: Viewer | null;
  /** The path that is shown, for the navigation. */
  readonly path: string;
  /** What was just done. */
  readonly note: Note | null;
  /** The address of a file that pages load. */
  readonly assetUrl: (name: string) => string;
  /** A new name for what a form of this page will do: sending it twice does it once. */
  readonly operation: string;
}

/** A scene in which somebody is signed in. */
export type SignedIn = Scene & { readonly viewer: Viewer };

/** Whether whoever looks may do something: what they may not is not shown. */
export function mayDo({ viewer }: Scene, action: Action): boolean {
  return viewer !== null && may(viewer.actor, action);
}

/** The roles that somebody may give. */
export function givableRoles(scene: Scene): readonly Exclude<Role, 'owner'>[] {
  return mayDo(scene, 'manage-admins') ? ['user', 'moderator', 'admin'] : ['user', 'moderator'];
}
