/**
 * Runs one uvu file in this process and reports what really happened over IPC. Usage: fork(run-one.ts, [file]).
 * uvu's own CLI exits 0 when a hook throws or no test was found, so its queue is run here.
 */
import { enableCompileCache, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

/** What a test file came to. `note` says why it failed beside its tests. */
export interface FileReport {
  passed: number;
  failed: number;
  skipped: number;
  note: string;
}

type Run = () => Promise<[errors: string | true, passed: number, skipped: number, total: number]>;

// A process a file parses much the same source two hundred times.
enableCompileCache();
const mended = new URL('./uvu-with-hook-errors.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'uvu?original') return next('uvu', context);
    return specifier === 'uvu' ? { url: mended, shortCircuit: true } : next(specifier, context);
  },
});

async function runFile(file: string): Promise<FileReport> {
  const queue: [null, ...Run[]][] = [[null]];
  Object.assign(globalThis, { UVU_DEFER: 1, UVU_QUEUE: queue, UVU_INDEX: 0 });
  const report: FileReport = { passed: 0, failed: 0, skipped: 0, note: '' };
  const { hookErrors }: typeof import('./uvu-with-hook-errors.ts') = await import(mended);
  try {
    await import(pathToFileURL(file).href);
    for (const [, ...runs] of queue) for (const run of runs) await addSuite(report, run);
    for (const error of hookErrors) {
      report.failed++;
      process.stdout.write(`\n  hook threw: ${inspect(error)}\n`);
    }
    if (report.passed + report.failed + report.skipped === 0) {
      report.failed++;
      report.note = 'no tests registered (is .run() missing?)';
    }
  } catch (error) {
    report.failed++;
    report.note = `crashed: ${inspect(error)}`;
  }
  return report;
}

async function addSuite(report: FileReport, run: Run): Promise<void> {
  const [errors, passed, skipped, total] = await run();
  report.passed += passed;
  report.failed += total - passed;
  report.skipped += skipped;
  if (typeof errors === 'string') process.stdout.write(`\n${errors}\n`);
}

const report = await runFile(process.argv[2] ?? '');
process.exitCode = report.failed > 0 ? 1 : 0;
process.send?.(report);
process.disconnect?.();
