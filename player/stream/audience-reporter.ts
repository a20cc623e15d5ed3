import type { Logger } from '../../log.ts';
import type { Listeners, StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';

/** Who listens, in which session, seen by the owner with this fence. */
export interface AudienceSeen extends Listeners {
  readonly sessionId: string;
  readonly fence: number;
  /** Answers this recount. */
  readonly recountId?: string;
}

/** Tells who listens to one stream. */
export interface AudienceReporter {
  /**
   * Tells it at once, if it is news; resolves when it is told, or could not be. What could not be told is told with the next call. Never
   * throws.
   */
  tell(seen: AudienceSeen): Promise<void>;
}

/** Creates the reporter of one stream. Reports go one after the other: a late one would bring back who has left. */
export function createAudienceReporter(
  store: Pick<RealtimeStore, 'audience'>,
  streamId: StreamId,
  log: Logger,
): AudienceReporter {
  let latest: AudienceSeen | null = null;
  let told = '';
  let sending = Promise.resolve();

  const send = async () => {
    if (latest === null) return;
    const report = latest;
    const { fence: _, ...news } = report;
    const text = JSON.stringify(news);
    if (text === told) return;
    try {
      await store.audience.report(streamId, report);
      told = text;
    } catch (error) {
      log.debug({ err: error }, 'who listens could not be told');
    }
  };
  return {
    tell(seen) {
      // The answer to a recount stands in all that follows, as only the latest is sent.
      const recountId = seen.recountId ?? latest?.recountId;
      latest = recountId === undefined ? seen : { ...seen, recountId };
      sending = sending.then(send);
      return sending;
    },
  };
}
