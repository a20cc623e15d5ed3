import type { Alarms } from '../../store.ts';
import type { RedisLink } from '../link/redis-link.ts';
import { serveAlarms } from './serve-alarms.ts';
import { type AlarmSetter, createAlarmSetter } from './set-alarm.ts';

/** {@link Alarms} with an end: whoever opens it closes it. */
export interface OpenAlarms extends Alarms {
  close(): Promise<void>;
}

/** Alarms over BullMQ's delayed jobs. The setting side is opened at the first alarm, as players set none. */
export function createAlarms(link: RedisLink): OpenAlarms {
  let setter: AlarmSetter | undefined;
  const workers = new Set<{ close(): Promise<void> }>();
  const open = () => {
    setter ??= createAlarmSetter(link);
    return setter;
  };
  return {
    set: (streamId, kind, dueAt) => open().set(streamId, kind, dueAt),
    clear: (streamId, kind) => open().clear(streamId, kind),
    serve(handle) {
      const worker = serveAlarms(link, handle);
      workers.add(worker);
      return {
        async close() {
          workers.delete(worker);
          await worker.close();
        },
      };
    },
    async close() {
      await Promise.all([setter?.close(), ...[...workers].map((worker) => worker.close())]);
    },
  };
}
