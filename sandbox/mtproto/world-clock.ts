import type { World } from '../world/world.ts';

/** Seconds since the epoch on the world's clock, as TL's dates count. */
export function nowSec(world: World): number {
  return Math.floor(world.nowMs() / 1000);
}
