import type { LoopMode } from '../../../storage/model.ts';

const words: Readonly<Record<LoopMode, readonly string[]>> = {
  off: ['off', 'no', 'none', 'stop', 'выкл', 'нет', 'стоп'],
  track: ['track', 'one', 'song', 'this', 'трек', 'один', 'этот'],
  queue: ['queue', 'all', 'list', 'on', 'очередь', 'все', 'всё'],
};

/** Reads what to repeat; null when it is none of it. */
export function readLoop(text: string): LoopMode | null {
  const word = text.trim().toLowerCase();
  const modes = Object.keys(words) as LoopMode[];
  return modes.find((mode) => words[mode].includes(word)) ?? null;
}
