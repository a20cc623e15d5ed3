import type { Wish } from './ledger.ts';

/** How long the queue is kept, about. */
const fewest = 4;
const most = 8;
const groupCount = 5;

/**
 * What an operator does in a round, for a queue of that length: groups of wishes, at random; the wishes of a group are asked for at once.
 * Positions stay within the queue if all of it is done. `random`: 0 ≤ x < 1.
 */
export function planWishes(queueLength: number, nextName: () => string, random = Math.random): Wish[][] {
  const pick = (count: number) => 1 + Math.floor(random() * count);
  const groups: Wish[][] = [];
  let length = queueLength;
  for (let i = 0; i < groupCount; i += 1) {
    const [group, grownBy] = planGroup(length, pick, nextName);
    groups.push(group);
    length += grownBy;
  }
  return groups;
}

function planGroup(length: number, pick: (count: number) => number, nextName: () => string): [Wish[], number] {
  const kind = length <= fewest ? 1 : length >= most ? 4 + pick(2) : pick(6);
  switch (kind) {
    case 1:
    case 2: {
      const count = pick(3);
      return [Array.from({ length: count }, () => ({ type: 'add', name: nextName(), place: 'end' })), count];
    }
    case 3:
      return [[{ type: 'add', name: nextName(), place: 'front' }], 1];
    case 4:
      return [[{ type: 'move', from: pick(length), to: pick(length) }], 0];
    case 5:
      return [[{ type: 'remove', from: pick(length) }], -1];
    default:
      return [[pick(2) === 1 ? { type: 'skip' } : { type: 'remove', from: 1 }], -1];
  }
}
