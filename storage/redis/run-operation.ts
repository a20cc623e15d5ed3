import type { StreamId } from '../model.ts';
import type { OperationId } from '../store.ts';
import type { RedisLink } from './link/redis-link.ts';
import { parseStored } from './parse-stored.ts';
import { streamKeys } from './stream-keys.ts';

/** An operation on a stream. `kind`: so that two operations for the same cause (one chat update) may bear the same id. */
export interface Operation {
  readonly kind: string;
  readonly id: OperationId;
  /** A script whose ARGV[1] is the operation and whose result is `{isFresh, JSON}`. */
  readonly lua: string;
  readonly args: readonly (string | number)[];
}

/** `isFresh`: false when the operation had been done before and this is its first result. */
export interface OperationResult<T> {
  readonly isFresh: boolean;
  readonly result: T;
}

/** Runs an operation. @throws as `RedisLink.call`. */
export async function runOperation<T>(
  link: RedisLink,
  streamId: StreamId,
  operation: Operation,
): Promise<OperationResult<T>> {
  const [isFresh, json] = (await runForReply(link, streamId, operation)) as [number, string];
  return { isFresh: isFresh === 1, result: parseResult(json, operation, streamId) as T };
}

/** Runs an operation whose script replies with more than that. Gives the reply as it is. */
export function runForReply(link: RedisLink, streamId: StreamId, { kind, id, lua, args }: Operation): Promise<unknown> {
  return link.runScript(lua, streamKeys(link.prefix, streamId), [`${kind}:${id}`, ...args]);
}

/** Reads JSON from an operation's reply. @throws AppError `internal` when it is damaged. */
export function parseResult(json: string, { kind }: Operation, streamId: StreamId): unknown {
  return parseStored(json, `the result of ${kind} on stream ${streamId}`);
}
