import type { Actor } from '../../control/dependencies.ts';
import type { Route, Rule, WebContext } from '../route.ts';
import type { PanelDependencies } from './panel-dependencies.ts';
import type { SignedIn } from './scene.ts';

/** A call of somebody who is signed in and may use the route. `form`: what was sent; empty at a GET. */
export interface Call {
  readonly context: WebContext;
  readonly scene: SignedIn;
  readonly actor: Actor;
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
}

/** What a route does. */
export type Handler = (dependencies: PanelDependencies, call: Call) => Promise<Response>;

/** A route of the panel, before it is bound to what it works with. */
export interface PanelRoute extends Pick<Route, 'method' | 'path'> {
  readonly rule: Exclude<Rule, 'public'>;
  readonly handle: Handler;
}

/** A page. */
export function get(path: string, handle: Handler, rule: PanelRoute['rule'] = 'read-admin'): PanelRoute {
  return { method: 'GET', path, rule, handle };
}

/** A change: a form that is sent. */
export function post(path: string, rule: PanelRoute['rule'], handle: Handler): PanelRoute {
  return { method: 'POST', path, rule, handle };
}
