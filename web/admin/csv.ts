import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { WebContext } from '../route.ts';

/** What stands in a cell. */
type Cell = string | number | boolean | null;

/**
 * Streams rows as CSV (RFC 4180) that spreadsheets open rightly: UTF-8 with a byte order mark. A text that begins with `=`, `+`, `-` or `@`
 * gets a `'` before it, so that it is no formula (OWASP, “CSV Injection”).
 * @param name of the file, without its ending.
 * @param columns heading → cell.
 */
export function csvResponse<Row>(
  context: WebContext,
  name: string,
  rows: AsyncIterable<Row>,
  columns: Readonly<Record<string, (row: Row) => Cell>>,
): Response {
  const cells = Object.values(columns);
  const table = async function* () {
    for await (const row of rows) yield cells.map((cell) => cell(row));
  };
  const csv = stringify({
    header: true,
    columns: Object.keys(columns),
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'yes' : 'no') },
  });
  // What breaks on the way breaks the download off, so that nobody takes a part for the whole.
  pipeline(Readable.from(table()), csv, (error) => csv.destroy(error ?? undefined));
  return context.body(Readable.toWeb(csv) as ReadableStream, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="efir-${name}.csv"`,
    'cache-control': 'no-store',
  });
}
