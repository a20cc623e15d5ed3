import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseFormat, type MetricsFormat } from './accept.ts';

const test = suite('the Accept header of a scrape');

const cases: readonly (readonly [string | undefined, MetricsFormat])[] = [
  [undefined, 'classic'],
  ['', 'classic'],
  ['*/*', 'classic'],
  ['text/plain', 'classic'],
  ['application/*', 'classic'],
  ['application/openmetrics-text', 'openmetrics'],
  ['Application/OpenMetrics-Text; Version="1.0.0"', 'openmetrics'],
  // What Prometheus 2.42 sends, and what it sent before it knew version 1.0.0.
  [
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  ['application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1', 'classic'],
  // Weights.
  ['application/openmetrics-text;q=0.5, text/plain;q=0.9', 'classic'],
  ['application/openmetrics-text;q=0.9, text/plain;q=0.5', 'openmetrics'],
  ['text/plain, application/openmetrics-text', 'openmetrics'],
  ['application/openmetrics-text;q=0', 'classic'],
  ['application/openmetrics-text;q=0.000, */*', 'classic'],
  ['application/openmetrics-text;q=0.3, text/*;q=0.2, */*;q=1', 'openmetrics'],
  ['application/openmetrics-text;q=0.3, */*;q=1', 'classic'],
  // Odd ones.
  ['application/openmetrics-text;q=high', 'classic'],
  ['application/openmetrics-text;q=2', 'classic'],
  ['application/openmetrics-text;q=-1', 'classic'],
  ['application/openmetrics-text-ish', 'classic'],
  [',;,;;q=,=,', 'classic'],
  ['\u0000;q=1', 'classic'],
  [`application/openmetrics-text, ${'x/y,'.repeat(1_000)}`, 'classic'],
];

for (const [header, format] of cases) {
  test(`${JSON.stringify(header ?? null).slice(0, 90)} gets ${format}`, () => assert.is(chooseFormat(header), format));
}

test.run();
