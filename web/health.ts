import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

/** A part that must be ready for Efir to do its work. */
export type Part = 'bot' | 'player' | 'redis' | 'sql';

/** Checks of all parts: each resolves to whether it is ready; one that throws or takes too long is not. */
export type Readiness = Readonly<Record<Part, () => boolean | Promise<boolean>>>;

/** A part that does not answer by then is not ready, milliseconds. */
const patienceMs = 2_000;

/** GET /livez: the process is alive. GET /healthz: every part is ready, else 503 that names those that are not. */
export function routeHealth(app: Hono<{ Bindings: HttpBindings }>, readiness: Readiness): void {
  app.get('/livez', (context) => context.json({ status: 'alive' }));
  app.get('/healthz', async (context) => {
    const notReady = await findUnready(readiness);
    return notReady.length === 0
      ? context.json({ status: 'ready' })
      : context.json({ status: 'not ready', notReady }, 503);
  });
}

/** The parts that are not ready, in the order of their names in {@link Readiness}. */
export async function findUnready(readiness: Readiness, timeoutMs = patienceMs): Promise<readonly Part[]> {
  const parts = Object.keys(readiness) as Part[];
  const states = await Promise.all(parts.map((part) => check(readiness[part], timeoutMs)));
  return parts.filter((_, i) => states[i] !== true);
}

async function check(isReady: Readiness[Part], timeoutMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    return await Promise.race([isReady(), late]);
  } catch {
    // What is wrong with it is in the log of that part; here only counts that it is.
    return false;
  } finally {
    clearTimeout(timer);
  }
}
