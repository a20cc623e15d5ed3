/** The text formats of Prometheus. */
export type MetricsFormat = 'classic' | 'openmetrics';

/** Longer headers are no scraper's. */
const longestHeader = 1_000;
/** `q=0.5`, with up to three digits: https://www.rfc-editor.org/rfc/rfc9110#name-quality-values */
const weight = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

interface Range {
  readonly type: string;
  readonly version: string | undefined;
  /** 0…1; 0: not wanted. */
  readonly q: number;
}

/**
 * Chooses by an Accept header. OpenMetrics is given only to those who name it (version 1.0.0 or none) and want it at least as much as the
 * classic text; everybody else gets the classic text, whatever the header says: a scrape is better than an error.
 */
export function chooseFormat(accept: string | undefined): MetricsFormat {
  if (accept === undefined || accept.length > longestHeader) return 'classic';
  const ranges = accept.split(',').map(parseRange);
  const open = ranges.filter(
    ({ type, version }) => type === 'application/openmetrics-text' && (version === undefined || version === '1.0.0'),
  );
  const wished = Math.max(0, ...open.map(({ q }) => q));
  return wished > 0 && wished >= weightOfClassic(ranges) ? 'openmetrics' : 'classic';
}

/** The most precise range that covers the classic text counts. */
function weightOfClassic(ranges: readonly Range[]): number {
  for (const name of ['text/plain', 'text/*', '*/*']) {
    const weights = ranges.filter(({ type }) => type === name).map(({ q }) => q);
    if (weights.length > 0) return Math.max(...weights);
  }
  return 0;
}

/** A range that cannot be read has the weight 0. */
function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameterOf = (name: string) =>
    parameters
      .find((parameter) => parameter.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replaceAll('"', '');
  const q = parameterOf('q') ?? '1';
  return { type, version: parameterOf('version'), q: weight.test(q) ? Number(q) : 0 };
}
