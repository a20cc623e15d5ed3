import type { StreamId } from '../../storage/model.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { type AutoEnd, type AutoEndDefault, autoEndOf } from './auto-end.ts';
import { lookAtEnd } from './look-at-end.ts';

/** How a stream is set, and when it ends if nobody comes (Unix milliseconds; null: somebody listens, or it does not). */
export interface AutoEndState extends AutoEnd {
  readonly endsAt: number | null;
}

/** @throws AppError `redis-unavailable`. */
export async function readAutoEnd(
  store: Pick<RealtimeStore, 'settings' | 'audience'>,
  streamId: StreamId,
  installation: AutoEndDefault,
): Promise<AutoEndState> {
  const [settings, coming] = await Promise.all([
    store.settings.read(streamId),
    lookAtEnd(store, streamId, installation),
  ]);
  return { ...autoEndOf(settings, installation), endsAt: coming?.endsAt ?? null };
}
