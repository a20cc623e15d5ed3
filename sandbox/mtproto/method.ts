import type { AuthKey } from './auth-keys.ts';

/** Who calls a method: their key, the connection it came by, and how to send there what is not an answer. */
export interface Caller {
  readonly key: AuthKey;
  readonly connectionId: number;
}

/** A caller who is signed in. */
export interface SignedIn extends Caller {
  readonly userId: number;
}

/** One method of the API. */
export interface Method {
  /** The package's class name: `phone.JoinGroupCall`. */
  readonly className: string;
  /** Whether it may be called before signing in. */
  readonly isOpen: boolean;
  /** Answers with a TL object, a boolean, or a vector of such or of numbers. @throws RpcError as the API would. */
  run(query: unknown, caller: SignedIn): unknown;
}

/** The class of a request in the `telegram` package. */
interface RequestClass<Q> {
  readonly className: string;
  new (...fields: never[]): Q;
}

type Answer<Q> = Q extends { readonly __response: infer R } ? R | Promise<R> : never;

/** A method for those who are signed in; its answer is checked against the API's schema by the compiler. */
export function method<Q>(request: RequestClass<Q>, run: (query: Q, caller: SignedIn) => Answer<Q>): Method {
  return { className: request.className, isOpen: false, run: (query, caller) => run(query as Q, caller) };
}

/** A method that needs no signing in. */
export function openMethod<Q>(request: RequestClass<Q>, run: (query: Q, caller: Caller) => Answer<Q>): Method {
  return { className: request.className, isOpen: true, run: (query, caller) => run(query as Q, caller) };
}

/** The name as the API's documentation writes it: `phone.JoinGroupCall` → `phone.joinGroupCall`. */
export function documentedName(className: string): string {
  return className.replace(/[A-Z]\w*$/, (name) => name.charAt(0).toLowerCase() + name.slice(1));
}
