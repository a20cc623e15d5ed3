/** What somebody asks for in the chat; positions are 1-based, names are the items' titles. */
export type Wish =
  | { readonly type: 'add'; readonly name: string; readonly place: 'end' | 'front' }
  | { readonly type: 'remove'; readonly from: number }
  | { readonly type: 'move'; readonly from: number; readonly to: number }
  | { readonly type: 'skip' };

/** What the bot answered: done (to which item, and where it is now), or not done; `none`: no answer came. */
export type Reply =
  | { readonly type: 'done'; readonly name: string; readonly position: number | null }
  | { readonly type: 'refused'; readonly text: string }
  | { readonly type: 'none' };

/** A wish with its answer. */
export interface Deed {
  readonly wish: Wish;
  readonly reply: Reply;
}

/** What the chat shows: the queue's page and the history, the latest first. */
export interface Seen {
  readonly current: string | null;
  readonly queue: readonly string[];
  readonly history: readonly string[];
}

/** What was found wrong so far. `untrue`: the bot said that it did nothing, and had. */
export interface Faults {
  lost: number;
  duplicated: number;
  outOfOrder: number;
  untrue: number;
}

/** All items in the order in which they play; `at`: the one that plays. */
interface Line {
  readonly items: readonly string[];
  readonly at: number;
}

/** Tracks that may end by themselves between two looks. */
const mostAdvances = 3;

/**
 * The books of the bench `kill`: what was acknowledged, against what is there. An answer that did not come, or that says that nothing
 * was done, promises nothing: the wish may have been carried out or not, but wholly. Tracks may end by themselves at any time.
 */
export class Ledger {
  readonly faults: Faults = { lost: 0, duplicated: 0, outOfOrder: 0, untrue: 0 };
  readonly #explain: (fault: string) => void;
  readonly #removed = new Set<string>();
  #line: Line;
  acknowledged = 0;

  /** `start`: what the chat shows before the first deed. `explain` is told of each fault. */
  constructor(start: Seen, explain: (fault: string) => void) {
    this.#explain = explain;
    this.#line = { items: [start.current ?? '', ...start.queue], at: 0 };
  }

  /** Compares what is there after some deeds, in their order, with what they promised; goes on from what is there. */
  settle(deeds: readonly Deed[], seen: Seen): void {
    this.acknowledged += deeds.filter(({ reply }) => reply.type === 'done').length;
    const open = deeds.filter(({ reply }) => reply.type !== 'done');
    const present = [seen.current ?? '', ...seen.queue];
    for (let choice = 0; choice < 2 ** open.length; choice += 1) {
      const carriedOut = new Set(open.filter((_, index) => (choice >> index) & 1));
      const matched = replay(this.#line, deeds, carriedOut)
        .map((line) => match(line, present))
        .find((line) => line !== null);
      if (!matched) continue;
      for (const { wish, reply } of carriedOut) {
        if (reply.type === 'refused') this.#blame('untrue', `“${reply.text}” to ${JSON.stringify(wish)}`);
      }
      this.#checkPlayed(matched, seen);
      this.#note(deeds);
      this.#line = matched;
      return;
    }
    this.#note(deeds);
    this.#classify(deeds, seen, present);
    this.#line = { items: present, at: 0 };
  }

  #note(deeds: readonly Deed[]): void {
    for (const { wish, reply } of deeds) {
      if (wish.type === 'remove' && reply.type === 'done') this.#removed.add(reply.name);
    }
  }

  /** What is over must have been heard, or skipped, once: it stands in the history. */
  #checkPlayed({ items, at }: Line, { history }: Seen): void {
    const played = items.slice(this.#line.at, at).filter((name) => name !== '');
    for (const name of played) {
      const times = history.filter((entry) => entry === name).length;
      if (times === 0) this.#blame('lost', `${name} is over, but not in the history`);
      if (times > 1) this.#blame('duplicated', `${name} stands in the history ${times} times`);
    }
    const shown = history.toReversed().filter((name) => played.includes(name));
    if (shown.length === played.length && shown.some((name, index) => name !== played[index])) {
      this.#blame('outOfOrder', `played ${shown.join(', ')}; expected ${played.join(', ')}`);
    }
  }

  /** Nothing that was promised explains what is there: says what is wrong with it. */
  #classify(deeds: readonly Deed[], { history }: Seen, present: readonly string[]): void {
    const promised = [
      ...this.#line.items.slice(this.#line.at),
      ...deeds.flatMap(({ wish, reply }) => (wish.type === 'add' && reply.type === 'done' ? [wish.name] : [])),
    ].filter((name) => name !== '');
    const all = [...present, ...history];
    const mayBeGone = deeds.filter(({ wish, reply }) => wish.type === 'remove' && reply.type !== 'done').length;
    const lost = promised.filter((name) => !all.includes(name) && !this.#removed.has(name));
    const returned = present.filter((name) => this.#removed.has(name));
    const doubled = present.filter((name, index) => present.indexOf(name) !== index || history.includes(name));
    const told = `promised ${promised.join(', ')}; there is ${present.join(', ')}; deeds ${JSON.stringify(deeds)}; history ${history.join(', ')}`;
    for (const name of lost.slice(mayBeGone)) this.#blame('lost', `${name}: ${told}`);
    for (const name of returned) this.#blame('lost', `the removal of ${name}: ${told}`);
    for (const name of doubled) this.#blame('duplicated', `${name}: ${told}`);
    if (lost.length <= mayBeGone && returned.length + doubled.length === 0) this.#blame('outOfOrder', told);
  }

  #blame(fault: keyof Faults, detail: string): void {
    this.faults[fault] += 1;
    this.#explain(`${fault}: ${detail}`);
  }
}

/**
 * Every line that the deeds may have led to, in their order. Between two of them tracks may have ended, of which the answers tell little: an
 * addition at the front is as true of the track that plays as of the next.
 */
function replay(line: Line, deeds: readonly Deed[], carriedOut: ReadonlySet<Deed>): readonly Line[] {
  let lines: readonly Line[] = [line];
  for (const deed of deeds) {
    if (deed.reply.type === 'done') {
      lines = lines.flatMap((before) => advances(before, deed)).map((before) => apply(before, deed.wish));
    } else if (carriedOut.has(deed)) lines = lines.map((before) => apply(before, deed.wish));
  }
  return lines;
}

/** The line with as many tracks over as make the answer true. */
function advances(line: Line, deed: Deed): readonly Line[] {
  return Array.from({ length: mostAdvances + 1 }, (_, by) => ({ ...line, at: line.at + by })).filter((later) =>
    isTrue(later, deed),
  );
}

function isTrue({ items, at }: Line, { wish, reply }: Deed): boolean {
  if (reply.type !== 'done') return false;
  switch (wish.type) {
    case 'add':
      return reply.name === wish.name && (wish.place === 'front' || reply.position === items.length - at);
    case 'remove':
    case 'move':
      return items[at + wish.from] === reply.name;
    case 'skip':
      return items[at] === reply.name;
  }
}

/** Carries a wish out; one that cannot be carried out changes nothing. */
function apply(line: Line, wish: Wish): Line {
  const { items, at } = line;
  switch (wish.type) {
    case 'add':
      return wish.place === 'end'
        ? { items: [...items, wish.name], at }
        : { items: items.toSpliced(at + 1, 0, wish.name), at };
    case 'remove':
      return { items: items.toSpliced(at + wish.from, 1), at };
    case 'move': {
      const moved = items.slice(at + wish.from, at + wish.from + 1);
      return { items: items.toSpliced(at + wish.from, 1).toSpliced(at + wish.to, 0, ...moved), at };
    }
    case 'skip':
      return at + 1 < items.length ? { items, at: at + 1 } : line;
  }
}

/** The line with as many tracks over as makes it what is there; null when nothing does. */
function match({ items, at }: Line, present: readonly string[]): Line | null {
  const by = items.length - at - present.length;
  const isSame = by >= 0 && by <= mostAdvances && present.every((name, index) => items[at + by + index] === name);
  return isSame ? { items, at: at + by } : null;
}
