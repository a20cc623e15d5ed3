import type { Logger } from '../../log.ts';
import type { Track } from '../../storage/model.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import type { TrackFiles } from './sounds.ts';

/** What plays on one stream while its queue is empty: its own track, or the installation's. */
export interface PlaceholderChoice {
  /** Chooses; null: the installation's. Gives whether that is another than before. */
  choose(track: Track | null): boolean;
  /** The file of the next round. The installation's when the stream's own cannot be had. @throws AppError `aborted` */
  open(signal: AbortSignal): Promise<AudioFile>;
}

/** What a choice needs. `now`: monotonic milliseconds. */
export interface PlaceholderChoiceOptions {
  readonly files: Pick<TrackFiles, 'open'>;
  readonly installation: AudioFile;
  readonly log: Logger;
  readonly now?: () => number;
}

/** A track that could not be had is not asked for again for so long: rounds may be short. */
const restMs = 60_000;

/** Begins with the installation's. */
export function createPlaceholderChoice(options: PlaceholderChoiceOptions): PlaceholderChoice {
  const { files, installation, log, now = () => performance.now() } = options;
  let chosen: Track | null = null;
  let restUntil = 0;
  return {
    choose: (track) => {
      if (track?.trackId === chosen?.trackId) return false;
      chosen = track;
      restUntil = 0;
      return true;
    },
    open: async (signal) => {
      const track = chosen;
      if (track === null || now() < restUntil) return installation;
      try {
        // Asked anew for each round: the cache may have dropped it meanwhile.
        return await files.open(track, signal);
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error, trackId: track.trackId }, "the stream's placeholder cannot be played");
        if (track === chosen) restUntil = now() + restMs;
        return installation;
      }
    },
  };
}
