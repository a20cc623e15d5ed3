import type { CallEngine } from './engine.ts';
import type { EngineChoice } from './engines/select-engines.ts';

/** Which engine the next join takes. */
export interface EnginePicker {
  readonly current: CallEngine;
  /** Whether a failure may be the engine's fault: not once it carried sound here. */
  readonly isSuspect: boolean;
  /** Sound got through with the present engine. */
  prove(): void;
  /** Takes the other engine from now on, if there is one; null when there is none. */
  switchOver(): CallEngine | null;
}

/** Begins with the first engine of `choice`. */
export function createEnginePicker({ first, fallback }: EngineChoice): EnginePicker {
  let current = first;
  let isProven = false;
  return {
    get current() {
      return current;
    },
    get isSuspect() {
      return !isProven;
    },
    prove: () => {
      isProven = true;
    },
    switchOver: () => {
      if (fallback === null) return null;
      current = current === first ? fallback : first;
      isProven = false;
      return current;
    },
  };
}
