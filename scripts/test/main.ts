/**
 * The test runner: every `x.test.ts` in its own process, as many at a time as there are cores, with time limits and leak detection.
 * Usage: node scripts/test/main.ts [unit|integration|e2e] [regular expressions of file paths]; the last line is `N passed, N failed`.
 *
 * `x.integration.test.ts` tries several parts together with real programs, seconds long; `test/e2e` the whole product; all others are unit tests.
 */
import { fork } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FileReport } from './run-one.ts';

const unitLimitMs = 90_000;
const endToEndLimitMs = 300_000;
const exitGraceMs = 5_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const kinds = { unit: isUnit, integration: isIntegration, e2e: isEndToEnd };
const [first = '', ...others] = process.argv.slice(2);
const isOfKind = Object.hasOwn(kinds, first) ? kinds[first as keyof typeof kinds] : () => true;
const patterns = (Object.hasOwn(kinds, first) ? others : process.argv.slice(2)).map((pattern) => new RegExp(pattern));
const files = globSync(
  ['*.test.ts', '{bot,web,control,player,storage,metrics,sandbox,services,scripts,deploy,test}/**/*.test.ts'],
  {
    cwd: root,
  },
)
  .filter(isOfKind)
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file)))
  // The long ones go first, so that none of them is alone at the end.
  .sort(
    (a, b) =>
      Number(isUnit(a)) - Number(isUnit(b)) || Number(isEndToEnd(b)) - Number(isEndToEnd(a)) || a.localeCompare(b),
  );

function isEndToEnd(file: string): boolean {
  return file.startsWith('test/e2e/');
}

function isIntegration(file: string): boolean {
  return file.endsWith('.integration.test.ts');
}

function isUnit(file: string): boolean {
  return !isEndToEnd(file) && !isIntegration(file);
}

async function runFile(file: string): Promise<FileReport> {
  const startedAt = performance.now();
  const child = fork(fileURLToPath(new URL('./run-one.ts', import.meta.url)), [file], {
    cwd: root,
    // A group of its own, so that what the test started dies with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, NO_COLOR: '1', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn' },
  });
  let output = '';
  let report: FileReport | undefined;
  let killedFor = '';
  const kill = (reason: string) => {
    killedFor = reason;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const limitMs = isEndToEnd(file) ? endToEndLimitMs : unitLimitMs;
  const limit = setTimeout(() => kill(`timed out after ${limitMs / 1000} s`), limitMs);
  let grace: NodeJS.Timeout | undefined;
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  child.on('message', (message) => {
    report = message as FileReport;
    grace = setTimeout(
      () => kill(`did not exit ${exitGraceMs / 1000} s after its tests: something is still open`),
      exitGraceMs,
    );
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(limit);
  clearTimeout(grace);
  const result = judge(report, code, killedFor);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const counts = `${result.passed}/${result.passed + result.failed}`;
  console.log(`${result.failed > 0 ? 'FAIL' : 'ok  '} ${file} ${counts} ${seconds} s ${result.note}`.trimEnd());
  if (result.failed > 0) console.log(output);
  return result;
}

function judge(report: FileReport | undefined, code: number | null, killedFor: string): FileReport {
  const result = report ?? { passed: 0, failed: 1, skipped: 0, note: `exited with ${code} and no report` };
  if (killedFor !== '') return { ...result, failed: Math.max(1, result.failed), note: killedFor };
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1, note: `exit code ${code}` };
  return result;
}

const queue = [...files];
const total = { passed: 0, failed: 0, skipped: 0 };
const workers = Array.from({ length: availableParallelism() }, async () => {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const result = await runFile(file);
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
});
await Promise.all(workers);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
