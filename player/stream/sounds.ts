import type { Logger } from '../../log.ts';
import type { Track } from '../../storage/model.ts';
import type { AudioFile } from '../ingest/audio-file.ts';
import { createLoopSource } from '../playout/loop-source.ts';
import { createMendingSource, type Sound } from '../playout/mending-source.ts';
import { openOggOpusReader } from '../playout/ogg-opus-reader.ts';
import { mayPass } from './may-pass.ts';

/** Where tracks become files: `open` starts at once, maybe growing; `prepare` takes its time and gives a complete one. */
export interface TrackFiles {
  open(track: Track, signal: AbortSignal): Promise<AudioFile>;
  prepare(track: Track, signal: AbortSignal): Promise<AudioFile>;
}

/** Opens live sound; resolves with its first packet there. `onTitle`: what it says it plays. `signal` ends the opening only. */
export type OpenLive = (
  track: Track,
  options: { readonly onTitle: (title: string) => void; readonly signal: AbortSignal },
) => Promise<Sound>;

/** What {@link createSounds} needs. `placeholder`: the file for the next round of it. */
export interface SoundsOptions {
  readonly files: TrackFiles;
  readonly openLive: OpenLive;
  readonly placeholder: (signal: AbortSignal) => Promise<AudioFile>;
  readonly log: Logger;
  /** Waits before tries to open a file, or live sound, again; milliseconds. */
  readonly waitsMs?: { readonly file: readonly number[]; readonly live: readonly number[] };
}

/** How a track is opened. `signal` ends the opening only. */
export interface OpenOptions {
  readonly positionMs: number;
  readonly onTitle: (title: string) => void;
  readonly signal: AbortSignal;
}

/** What can be heard on a stream. Whoever opens something closes it. */
export interface Sounds {
  /**
   * The track from a place on, as soon as possible; it mends itself when it breaks.
   * @throws AppError as the track's source does, after the last try
   */
  open(track: Track, options: OpenOptions): Promise<Sound>;
  /** The whole track, completely prepared (live sound: open). @throws as `open` */
  openAhead(track: Track, options: Omit<OpenOptions, 'positionMs'>): Promise<Sound>;
  /** The placeholder, over and over. `closing` ends the openings of later rounds. */
  openPlaceholder(signal: AbortSignal, closing: AbortSignal): Promise<Sound>;
}

const defaultWaitsMs = { file: [500, 1_000], live: [500, 1_000, 2_000] };

/** Creates what opens the sounds of one stream. */
export function createSounds(options: SoundsOptions): Sounds {
  const { files, openLive, placeholder, log, waitsMs = defaultWaitsMs } = options;

  const openPlaceholder: Sounds['openPlaceholder'] = (signal, closing) => {
    let until = signal;
    return createLoopSource({
      open: async () => {
        const asked = until;
        // Later rounds are opened while it plays, long after whoever asked for it has gone.
        until = closing;
        return openOggOpusReader({ file: await placeholder(asked), signal: asked });
      },
      log,
    });
  };

  const open: Sounds['open'] = (track, { positionMs, onTitle, signal }) => {
    const isEndless = track.source.type === 'live';
    const openOnce = async (atMs: number, until: AbortSignal): Promise<Sound> => {
      if (isEndless) return openLive(track, { onTitle, signal: until });
      const file = await files.open(track, until);
      return openOggOpusReader({ file, positionMs: atMs, signal: until });
    };
    return createMendingSource({
      open: openOnce,
      positionMs,
      isEndless,
      waitsMs: isEndless ? waitsMs.live : waitsMs.file,
      mayPass,
      openBridge: (until) => openPlaceholder(until, until),
      signal,
      log,
    });
  };

  return {
    open,
    openAhead: async (track, { onTitle, signal }) => {
      if (track.source.type === 'live') return open(track, { positionMs: 0, onTitle, signal });
      return openOggOpusReader({ file: await files.prepare(track, signal), signal });
    },
    openPlaceholder,
  };
}
