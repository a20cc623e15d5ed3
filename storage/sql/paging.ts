/** Which part of a list. `search`: words to look for; empty or left out: everything. `page`: 1-based. `pageSize`: 1–100. */
export interface ListQuery<Filter, Sort extends string> {
  readonly search?: string;
  readonly filter?: Filter;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly pageSize: number;
}

/** A part of a list. `page`: the one given, which is the last one when a later one was asked for. `pageCount`: at least 1. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** How many there are on all pages. */
  readonly total: number;
  readonly page: number;
  readonly pageCount: number;
}
