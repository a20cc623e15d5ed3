import { Api } from 'telegram/tl/index.js';
import type { Logger } from '../../log.ts';
import type { Faults } from '../faults.ts';
import type { World } from '../world/world.ts';
import { ownerOf } from './auth-keys.ts';
import { documentedName, type Method } from './method.ts';
import { RpcError } from './rpc-error.ts';
import type { Connection } from './wire/connection.ts';
import { unwrapQuery, writeResult } from './wire/rpc-codec.ts';

/** What the dispatcher asks besides the methods. */
export interface DispatchOptions {
  /** All that are known; any other is METHOD_NOT_FOUND and is noted in the world. */
  readonly methods: readonly Method[];
  readonly world: World;
  readonly faults: Faults;
  readonly log: Logger;
}

// What is waited for when the fault does not say.
const defaultFloodWaitSec = 3;

/** Makes the function that runs a request's method and sends the answer, be it a result or an error. It never throws. */
export function createDispatch({ methods, world, faults, log }: DispatchOptions) {
  const byName = new Map(methods.map((method) => [method.className, method]));

  /** Finds the method, lets the faults and the sign-in have their say, and runs it. @throws RpcError */
  async function run(connection: Connection, request: unknown): Promise<unknown> {
    const query = unwrapQuery(request);
    const className = classNameOf(query);
    const name = documentedName(className);
    const method = byName.get(className);
    if (method === undefined) {
      world.noteUnknownMethod('mtproto', name);
      log.warn({ method: name }, 'a method that the sandbox does not know was called');
      throw new RpcError(400, 'METHOD_NOT_FOUND');
    }
    const flood = faults.take('flood-wait', { method: name });
    if (flood !== null) throw new RpcError(420, `FLOOD_WAIT_${flood.seconds ?? defaultFloodWaitSec}`);
    const { key } = connection;
    if (key === null) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
    const userId = ownerOf(key);
    if (userId === null && !method.isOpen) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
    // Open methods are typed without a user id, so the 0 of somebody who is not signed in is never looked at.
    return await method.run(query, { key, connectionId: connection.id, userId: userId ?? 0 });
  }

  return async (connection: Connection, messageId: bigint, request: unknown): Promise<void> => {
    try {
      connection.send(writeResult(messageId, await run(connection, request)), 'answer');
    } catch (error) {
      // Anything but an RpcError is a mistake of the sandbox's own; the client sees what it sees when Telegram has one.
      if (!(error instanceof RpcError)) log.error({ err: error }, 'a method of the sandbox failed');
      const { code, message } = error instanceof RpcError ? error : new RpcError(500, 'INTERNAL');
      const answer = new Api.RpcError({ errorCode: code, errorMessage: message });
      connection.send(writeResult(messageId, answer), 'answer');
    }
  };
}

/** `phone.JoinGroupCall`; for what is no TL object its JavaScript type, which no method has. */
function classNameOf(query: unknown): string {
  const isNamed = typeof query === 'object' && query !== null && 'className' in query;
  return isNamed ? String(query.className) : typeof query;
}
