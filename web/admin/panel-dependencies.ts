import type { Administration } from '../../control/admin/administration.ts';
import type { Control } from '../../control/control.ts';
import type { Logger } from '../../log.ts';
import type { WebAccess } from '../access/web-access.ts';

/** The use cases that the panel offers. */
export type PanelControl = Pick<
  Control,
  | 'enqueue'
  | 'skip'
  | 'stop'
  | 'resume'
  | 'setPaused'
  | 'move'
  | 'remove'
  | 'clear'
  | 'undo'
  | 'changeSettings'
  | 'readSettings'
  | 'readQueue'
  | 'people'
> & { readonly admin: Administration };

/** What the panel works with. */
export interface PanelDependencies {
  readonly control: PanelControl;
  readonly access: WebAccess;
  readonly assetUrl: (name: string) => string;
  readonly log: Logger;
}
