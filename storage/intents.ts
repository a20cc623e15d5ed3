import type { StreamId } from './model.ts';
import type { OperationId } from './queue-store.ts';

/**
 * An operation on a stream that is about to be done and is to be written down: it stands here until it is, also when the process dies in
 * between (docs/adr/0016).
 */
export interface Intent {
  readonly streamId: StreamId;
  readonly operation: OperationId;
  /** Tells what is done apart when two things are done for the same operation. */
  readonly action: string;
  /** Under what name the stream remembers the result: see `kind` of storage/redis/run-operation.ts. */
  readonly kind: string;
  /** When it was noted, Unix milliseconds. */
  readonly at: number;
  /** What is to be written down: any JSON. */
  readonly body: unknown;
}

/** Intents, in Redis. */
export interface Intents {
  /** Notes it, or notes it anew. */
  put(intent: Intent): Promise<void>;
  /** It was written down, or came to nothing. */
  remove(intent: Pick<Intent, 'streamId' | 'operation' | 'action'>): Promise<void>;
  /** Those that were noted before then, the oldest first. */
  list(before: number): Promise<readonly Intent[]>;
  /** The first result of an operation, as the stream remembers it; undefined: it was not done. */
  resultOf(intent: Pick<Intent, 'streamId' | 'operation' | 'kind'>): Promise<unknown>;
}
