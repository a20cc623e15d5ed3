import type { SqliteStatement } from 'kysely';

/** A statement that is prepared once and used again and again. */
export class KeptStatement implements SqliteStatement {
  readonly reader: boolean;
  readonly #prepare: () => SqliteStatement;
  readonly #statement: SqliteStatement;

  /** @throws SqliteError when it cannot be prepared. */
  constructor(prepare: () => SqliteStatement) {
    this.#prepare = prepare;
    this.#statement = prepare();
    this.reader = this.#statement.reader;
  }

  all(parameters: readonly unknown[]) {
    return this.#statement.all(parameters);
  }

  run(parameters: readonly unknown[]) {
    return this.#statement.run(parameters);
  }

  /** Reads row by row, from a statement of its own: while it is read nobody else can use it. */
  iterate(parameters: readonly unknown[]) {
    return this.#prepare().iterate(parameters);
  }
}
