import { AppError } from '../../../errors.ts';
import type { Logger } from '../../../log.ts';
import type { Track } from '../../../storage/model.ts';
import type { Egress } from '../../egress/create-egress.ts';
import { EgressError } from '../../egress/egress-error.ts';
import type { OpusProfile } from '../encode/opus-args.ts';
import { encodeLive } from './encode-live.ts';
import { readHls } from './hls/read-hls.ts';
import { openLiveInput } from './live-input.ts';
import { createLiveSource, type LiveSource } from './live-source.ts';
import { readRadio } from './read-radio.ts';

/** What {@link createLive} depends on. */
export interface LiveOptions extends OpusProfile {
  readonly egress: Egress;
  readonly log: Logger;
}

/** Broadcasts as packets. */
export interface Live {
  /**
   * Connects to a broadcast (a track of source `live`) and gives it from now on, as soon as half a second of sound is there. The signal
   * ends the waiting only; whoever got the source closes it.
   * @param onTitle hears what the station says that it plays, each time that changes.
   * @throws AppError `source-failed` when it does not answer or has no sound; `aborted`, `program-missing`.
   */
  open(
    track: Track,
    options: { readonly onTitle: (title: string) => void; readonly signal: AbortSignal },
  ): Promise<LiveSource>;
}

/** Creates the door to broadcasts. */
export function createLive({ egress, log, ...profile }: LiveOptions): Live {
  return {
    async open({ source: { type, ...address }, trackId }, { onTitle, signal }) {
      if (type !== 'live' || !('url' in address)) throw new AppError('internal', `track ${trackId} is no broadcast`);
      const { url } = address;
      const ending = new AbortController();
      const leave = () => ending.abort(signal.reason);
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { once: true });
      try {
        const opened = await openLiveInput(egress, url, ending.signal);
        if (opened.type === 'refused') throw new EgressError(opened.refusal);
        const { input } = opened;
        const reading = { egress, signal: ending.signal, log };
        const bytes =
          input.type === 'hls'
            ? readHls({ ...reading, url: input.url, text: input.text })
            : readRadio({ ...reading, url, first: input, onTitle });
        const packets = encodeLive(bytes, profile, ending.signal);
        const { source, ready } = createLiveSource({ packets, stop: () => ending.abort() });
        await ready;
        if (source.error !== null) throw source.error;
        return source;
      } catch (error) {
        ending.abort();
        if (signal.aborted) throw new AppError('aborted', 'no longer wanted', { cause: error });
        throw error;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
