import type { JobSlots } from '../../job-slots.ts';
import type { CallConnection, CallEngine } from '../engine.ts';

/** A connection that takes longer than this is not waited for: its server may never answer, milliseconds. */
const patienceMs = 1_500;

/**
 * The same engine, with only so many connections coming up at a time as `slots` has places. After a restart a player has hundreds of calls to
 * join: all at once they would time each other out, draw Telegram's flood waits, and keep the questions about listeners waiting.
 */
export function limitConnects(engine: CallEngine, slots: JobSlots): CallEngine {
  return {
    kind: engine.kind,
    async connect(options) {
      const release = await slots.acquire(options.signal);
      try {
        const connection = await engine.connect(options);
        void whenUp(connection).then(release);
        return connection;
      } catch (error) {
        release();
        throw error;
      }
    },
  };
}

/** Resolves when the connection is no longer coming up, or after a while. */
function whenUp(connection: CallConnection): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
    const timer = setTimeout(end, patienceMs);
    const stopListening = connection.onState((state) => {
      if (state !== 'connecting') end();
    });
    if (connection.state !== 'connecting') end();
  });
}
