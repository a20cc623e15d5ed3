import type { Logger } from '../log.ts';
import type { Person, StreamId } from '../storage/model.ts';
import type { OperationId, RealtimeStore } from '../storage/store.ts';
import type { AuditTrail } from './audit-trail.ts';

/** What the use cases work with. `now`: unix time in milliseconds. */
export interface UseCaseDependencies {
  readonly store: RealtimeStore;
  readonly now: () => number;
  readonly log: Logger;
  /** Where what operators do is written down. */
  readonly audit: AuditTrail;
}

/** Whoever asks for something, with the rights that count in that chat. */
export interface Actor {
  readonly person: Person;
  readonly role: Role;
  readonly isBlocked: boolean;
  /** A Telegram administrator of the chat who may manage video chats (or an anonymous one). */
  readonly isChatOperator: boolean;
}

/** Roles in Efir, from the most to the least powerful (SPEC.md "Roles"). */
export type Role = 'owner' | 'admin' | 'moderator' | 'user';

/** What every request carries: where, who, and the id that makes a repeated request a no-op. */
export interface Request {
  readonly streamId: StreamId;
  readonly actor: Actor;
  readonly operation: OperationId;
  /** From where it was asked; default: the chat. */
  readonly origin?: 'chat' | 'panel' | 'api';
}
