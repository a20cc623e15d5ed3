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

/**
 * Creates the reporter of one stream. Reports go one after the other: a late one would bring back who has left. Somebody who came and left
 * while Redis was away is not forgotten: nobody listens since they left, not since before they came. `now`: monotonic milliseconds.
 */
export function createAudienceReporter(
  store: Pick<RealtimeStore, 'audience'>,
  streamId: StreamId,
  log: Logger,
  now: () => number = () => performance.now(),
): AudienceReporter {
  let latest: AudienceSeen | null = null;
  let told = '';
  /** Somebody was there, and no report has said so yet. */
  let isVisitUntold = false;
  /** When the last of them left. */
  let leftAt = 0;
  let sending = Promise.resolve();

  const send = async () => {
    if (latest === null) return;
    const report = latest;
    const { fence: _, ...news } = report;
    const text = JSON.stringify(news);
    if (text === told) return;
    const tellsOfVisit = isVisitUntold;
    const isGone = report.count === 0 && tellsOfVisit;
    // Whoever comes from now on is for the next report.
    isVisitUntold = false;
    try {
      await store.audience.report(streamId, isGone ? { ...report, emptyForMs: now() - leftAt } : report);
      told = text;
    } catch (error) {
      isVisitUntold ||= tellsOfVisit;
      log.debug({ err: error }, 'who listens could not be told');
    }
  };
  return {
    tell(seen) {
      // The answer to a recount stands in all that follows, as only the latest is sent.
      if (seen.count > 0) isVisitUntold = true;
      else if ((latest?.count ?? 0) > 0) leftAt = now();
      const recountId = seen.recountId ?? latest?.recountId;
      latest = recountId === undefined ? seen : { ...seen, recountId };
      sending = sending.then(send);
      return sending;
    },
  };
}
