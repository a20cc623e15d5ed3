import type { ConnectionState } from '../engine.ts';

/** Holds a connection's state and tells every change of it. */
export interface StateCell {
  readonly value: ConnectionState;
  /** Sets the state; once `closed` it stays so. Setting the same again tells nobody. */
  set(state: ConnectionState): void;
  /** Returns the unsubscribe. */
  subscribe(listener: (state: ConnectionState) => void): () => void;
}

/** Creates a cell in state `connecting`. */
export function createStateCell(): StateCell {
  const listeners = new Set<(state: ConnectionState) => void>();
  let value: ConnectionState = 'connecting';
  return {
    get value() {
      return value;
    },
    set(state) {
      if (state === value || value === 'closed') return;
      value = state;
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The outcome of `task`, or the abort reason as soon as `signal` aborts; the task itself is not stopped, and its failure then ignored. */
export async function orAborted<T>(task: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    // Always raced, also when it is too late: a failure of the task must not go unhandled.
    return await Promise.race([aborted, task]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
