import type { Logger } from '../../../log.ts';
import { createJobSlots } from '../../job-slots.ts';
import type { CallEngine } from '../engine.ts';
import { limitConnects } from './limit-connects.ts';
import { createNativeEngine } from './native.ts';
import { createTgcallsEngine } from './tgcalls.ts';

/**
 * The engine to begin with, and the one to fall back to. The call session decides when: connected on paper but `phone.checkGroupCall` does not
 * list our source, no RTCP comes back, or no connection within 15 s. Null: the choice is fixed.
 */
export interface EngineChoice {
  readonly first: CallEngine;
  readonly fallback: CallEngine | null;
}

/** What the engines need; `bindAddress` as in {@link createNativeEngine}. */
export interface EngineDependencies {
  readonly log: Logger;
  readonly bindAddress?: string;
}

/** Connections that come up at a time, of all the process's calls. */
const connectsAtOnce = 8;

/** Picks the engines for `CALL_ENGINE`: `auto` begins native and may fall back to tgcalls. Nothing is loaded before it connects. */
export function selectEngines(setting: 'auto' | 'native' | 'tgcalls', dependencies: EngineDependencies): EngineChoice {
  const slots = createJobSlots(connectsAtOnce);
  const native = () => limitConnects(createNativeEngine(dependencies), slots);
  const tgcalls = () => limitConnects(createTgcallsEngine(dependencies), slots);
  switch (setting) {
    case 'auto':
      return { first: native(), fallback: tgcalls() };
    case 'native':
      return { first: native(), fallback: null };
    case 'tgcalls':
      return { first: tgcalls(), fallback: null };
  }
}
