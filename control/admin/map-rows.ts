import type { Page } from '../../storage/sql/paging.ts';

/** A page with its rows as something else. */
export function mapPage<T, U>(page: Page<T>, map: (row: T) => U): Page<U> {
  return { ...page, rows: page.rows.map(map) };
}

/** Rows as something else, as they come. */
export async function* mapEach<T, U>(rows: AsyncIterable<T>, map: (row: T) => U): AsyncGenerator<U, void, undefined> {
  for await (const row of rows) yield map(row);
}
