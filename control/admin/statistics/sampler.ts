import { startRepeating } from '../../repeating.ts';
import type { AdminDependencies } from '../admin-dependencies.ts';
import { countListeners } from './count-listeners.ts';

const minuteMs = 60_000;

/** Notes every minute how many listen; several processes may do so at once. Whoever starts it closes it. */
export function startSampling({
  store,
  records,
  now,
  log,
}: Pick<AdminDependencies, 'store' | 'records' | 'now' | 'log'>) {
  return startRepeating({
    everyMs: minuteMs,
    what: 'noting how many listen',
    work: async () => records.samples.note(await countListeners(store), now()),
    log,
  });
}
