import type { SqliteStatement } from 'kysely';
import { KeptStatement } from './kept-statement.ts';

/** What a query does. `other`: transactions, pragmas, changes of the schema. */
export type QueryKind = 'select' | 'insert' | 'update' | 'delete' | 'other';

/**
 * Told of each query of one kind when it is over, after `tookMs` milliseconds, in which this process did nothing else: must be quick and must
 * not throw.
 */
export type ObserveResult = (tookMs: number, result: 'ok' | 'failed') => void;

/** Asked for each statement; gives whom to tell of its queries. */
export type ObserveQuery = (kind: QueryKind) => ObserveResult;

/**
 * A kept statement whose queries are timed where they run. (Kysely's own `log` costs some ten times as much.) Rows that are read one by one
 * (`iterate`) are not timed: between them others work. The two ways are written out: one method for both made a request of the JSON API
 * slower by another 0.1 %.
 */
export class TimedStatement extends KeptStatement {
  readonly #observe: ObserveResult;

  constructor(prepare: () => SqliteStatement, text: string, observe: ObserveQuery) {
    super(prepare);
    this.#observe = observe(kindOf(text));
  }

  override all(parameters: readonly unknown[]) {
    const begunAt = performance.now();
    let result: 'ok' | 'failed' = 'failed';
    try {
      const rows = super.all(parameters);
      result = 'ok';
      return rows;
    } finally {
      this.#observe(performance.now() - begunAt, result);
    }
  }

  override run(parameters: readonly unknown[]) {
    const begunAt = performance.now();
    let result: 'ok' | 'failed' = 'failed';
    try {
      const changed = super.run(parameters);
      result = 'ok';
      return changed;
    } finally {
      this.#observe(performance.now() - begunAt, result);
    }
  }
}

/** By the first word; Kysely writes it in small letters. */
function kindOf(text: string): QueryKind {
  const word = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase();
  return word === 'select' || word === 'insert' || word === 'update' || word === 'delete' ? word : 'other';
}
