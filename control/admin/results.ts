import type { OperationId } from '../../storage/store.ts';
import type { Actor, Role } from '../dependencies.ts';

/** Whoever looks at something in the administration. */
export interface ReadRequest {
  readonly actor: Actor;
}

/** Whoever changes something there. `operation` makes a repeated request a no-op that gives the first result. */
export interface AdminRequest extends ReadRequest {
  readonly operation: OperationId;
  /** From where it was asked. */
  readonly origin: 'chat' | 'panel' | 'api';
}

/** They may not; nothing was changed. */
export interface Forbidden {
  readonly type: 'forbidden';
  /** The role that may; null: nobody may do this to this one (an owner, or oneself). */
  readonly needs: Role | null;
}

/** There is no such row (any more). */
export interface NotFound {
  readonly type: 'not-found';
}

/** Somebody changed it since it was read; nothing was changed. `current`: as it is now. */
export interface Conflict<T> {
  readonly type: 'conflict';
  readonly current: T;
}

/** What is wrong with a field. Surfaces put it into words. */
export type FieldError =
  | {
      readonly code:
        | 'required'
        | 'not-an-email'
        | 'not-a-username'
        | 'not-an-id'
        | 'not-a-role'
        | 'not-a-link'
        | 'taken';
    }
  | { readonly code: 'too-long'; readonly limit: number }
  | { readonly code: 'out-of-range'; readonly from: number; readonly to: number };

/** Fields that are wrong, by name; nothing was changed. */
export interface Invalid {
  readonly type: 'invalid';
  readonly fields: Readonly<Record<string, FieldError>>;
}

/** It was done; `value`: as it is now. */
export interface Done<T> {
  readonly type: 'done';
  readonly value: T;
}
