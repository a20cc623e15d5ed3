/**
 * uvu, with one mend: its runner loses what a throwing `before` or `after` hook says (a `return` inside `finally` swallows it).
 * scripts/test/run-one.ts puts this module in uvu's place for the test file; everything else is uvu's own.
 */
import * as uvu from 'uvu?original';

type Hook<T> = (context: T) => unknown;

/** What the hooks of this process threw, in order. */
export const hookErrors: unknown[] = [];

function record<T>(hook: Hook<T>): Hook<T> {
  return async (context) => {
    try {
      await hook(context);
    } catch (error) {
      hookErrors.push(error);
      throw error;
    }
  };
}

function mend<T>(test: uvu.Test<T>): uvu.Test<T> {
  for (const key of ['before', 'after'] as const) {
    const original = test[key];
    const mended = (hook: Hook<uvu.Context & T>) => original(record(hook) as Parameters<typeof original>[0]);
    test[key] = Object.assign(mended, { each: original.each }) as typeof original;
  }
  return test;
}

/** As uvu's. */
export function suite<T = uvu.Context>(name?: string, context?: T): uvu.Test<T> {
  return mend(uvu.suite<T>(name, context));
}

/** As uvu's. */
export const test = mend(uvu.test);
