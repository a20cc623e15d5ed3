import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** One end of a channel between two Node processes: a child as its parent sees it, or `process` in the child. */
export type Channel = Pick<ChildProcess, 'on' | 'send'> | NodeJS.Process;

type Handler = (argument: never) => unknown;
type Message =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly text: string };

/** Calls between processes. */
export interface Rpc {
  /** Calls a handler of the other side. @throws Error with the other side's words, or when it is gone */
  call<T>(method: string, argument?: unknown): Promise<T>;
}

/** Serves `handlers` to the other side and calls its; values are cloned as by the structured clone algorithm (fork with `serialization: 'advanced'`). */
export function createRpc(channel: Channel, handlers: Readonly<Record<string, Handler>>): Rpc {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  const send = (message: Message) => void channel.send?.(message);

  async function answer(id: number, method: string, argument: unknown): Promise<void> {
    try {
      const handler = handlers[method];
      if (handler === undefined) throw new Error(`no method ${method}`);
      send({ type: 'result', id, value: await handler(argument as never) });
    } catch (error) {
      send({ type: 'failure', id, text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  channel.on('message', (raw: unknown) => {
    const message = raw as Message;
    if (message.type === 'call') {
      void answer(message.id, message.method, message.argument);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'result') call?.resolve(message.value);
    else call?.reject(new Error(message.text));
  });
  channel.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the other process ended'));
    waiting.clear();
  });

  return {
    call: <T>(method: string, argument?: unknown) =>
      new Promise<T>((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve: (value) => resolve(value as T), reject });
        send({ type: 'call', id: lastId, method, argument });
      }),
  };
}

/** Ends a child process that was forked here, and waits until it is gone. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
