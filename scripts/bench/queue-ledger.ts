/** What the clients of the queue bench were told, against what is there in the end. */
export interface QueueLedger {
  /** An add behind the last was acknowledged. Of one client, in the order of its adds. */
  added(client: number, itemId: string): void;
  /** An item was moved, or came to the front: it may stand before what was added earlier. */
  reordered(itemId: string): void;
  /** An item was handed back by a removal. */
  removed(itemId: string): void;
  /** An item became current. */
  taken(generation: number, itemId: string): void;
  /** Counts what is wrong with this final queue. */
  check(queue: readonly string[]): QueueFaults;
}

/** Each should be 0. */
export interface QueueFaults {
  /** Acknowledged, and neither in the queue nor played nor removed. */
  readonly lost: number;
  /** In more than one of these places, or twice in one. */
  readonly duplicated: number;
  /** Items that stand or played behind a later one of the same client although nobody moved them. */
  readonly orderViolations: number;
}

/** Opens an empty ledger. */
export function createQueueLedger(): QueueLedger {
  const ordinals = new Map<string, { readonly client: number; readonly ordinal: number }>();
  const adds = new Map<number, number>();
  const reordered = new Set<string>();
  const removed: string[] = [];
  const taken: { readonly generation: number; readonly itemId: string }[] = [];

  function countDisorder(sequence: readonly string[]): number {
    const latest = new Map<number, number>();
    let violations = 0;
    for (const itemId of sequence) {
      const own = ordinals.get(itemId);
      if (own === undefined || reordered.has(itemId)) continue;
      if (own.ordinal < (latest.get(own.client) ?? -1)) violations += 1;
      latest.set(own.client, Math.max(own.ordinal, latest.get(own.client) ?? -1));
    }
    return violations;
  }

  return {
    added(client, itemId) {
      const ordinal = adds.get(client) ?? 0;
      adds.set(client, ordinal + 1);
      ordinals.set(itemId, { client, ordinal });
    },
    reordered: (itemId) => reordered.add(itemId),
    removed: (itemId) => removed.push(itemId),
    taken: (generation, itemId) => taken.push({ generation, itemId }),
    check(queue) {
      const played = taken.sort((a, b) => a.generation - b.generation).map(({ itemId }) => itemId);
      const everywhere = [...played, ...queue, ...removed];
      const places = new Map<string, number>();
      for (const itemId of everywhere) places.set(itemId, (places.get(itemId) ?? 0) + 1);
      return {
        lost: [...ordinals.keys()].filter((itemId) => !places.has(itemId)).length,
        duplicated: everywhere.length - places.size,
        orderViolations: countDisorder([...played, ...queue]),
      };
    },
  };
}
