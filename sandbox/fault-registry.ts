import type { Fault, FaultKind, Faults } from './faults.ts';

/** A fault with what is left of it. */
interface Entry {
  readonly fault: Fault;
  /** Uses that are left; Infinity for a fault that ends by time. */
  usesLeft: number;
  readonly timer: NodeJS.Timeout | undefined;
}

/**
 * The registry of active faults. With `seconds` alone a fault holds for that long; with `count` alone for that many uses; with
 * both until the first of them; with neither for one use. Nothing needs closing: its timers do not hold the process.
 */
export function createFaults(): Faults {
  const entries = new Set<Entry>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const remove = (entry: Entry) => {
    clearTimeout(entry.timer);
    if (entries.delete(entry)) tell();
  };
  const find = (kind: FaultKind, where: { readonly chatId?: number; readonly method?: string } = {}) =>
    [...entries].find(({ fault }) => fault.kind === kind && isHere(fault, where));
  return {
    add: (fault) => {
      const timer =
        fault.seconds === undefined ? undefined : setTimeout(() => remove(entry), fault.seconds * 1000).unref();
      const usesLeft = fault.count ?? (fault.seconds === undefined ? 1 : Number.POSITIVE_INFINITY);
      const entry: Entry = { fault, usesLeft, timer };
      entries.add(entry);
      tell();
    },
    take: (kind, where) => {
      const entry = find(kind, where);
      if (entry === undefined) return null;
      entry.usesLeft -= 1;
      if (entry.usesLeft <= 0) remove(entry);
      return entry.fault;
    },
    peek: (kind, where) => find(kind, where)?.fault ?? null,
    list: () => [...entries].map(({ fault }) => fault),
    clear: () => {
      for (const entry of entries) clearTimeout(entry.timer);
      entries.clear();
      tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A fault without chat or method applies everywhere; with one only where it is the same (method whatever its case). */
function isHere(fault: Fault, where: { readonly chatId?: number; readonly method?: string }): boolean {
  const isChat = fault.chatId === undefined || fault.chatId === where.chatId;
  const isMethod = fault.method === undefined || fault.method.toLowerCase() === where.method?.toLowerCase();
  return isChat && isMethod;
}
