/**
 * The words of SPEC.md as types. Data only: everything here is JSON-safe, frozen in spirit, and shared by all folders.
 */

/** A stream is named by its chat's marked Bot API id (supergroups and channels: -100…). */
export type StreamId = number;

/** Where a track's sound comes from. */
export type TrackSource =
  | {
      readonly type: 'telegram';
      /** Bot API file id: good for this bot only, downloads up to 20 MB. */
      readonly fileId: string;
      readonly fileUniqueId: string;
      /** Where the message with the file stands, for downloads by the assistant (up to 2 GB). */
      readonly chatId: number;
      readonly messageId: number;
      readonly sizeBytes: number | null;
      readonly mime: string | null;
      readonly fileName: string | null;
    }
  /** `path` is relative to MEDIA_DIR and never leaves it. */
  | { readonly type: 'library'; readonly path: string }
  | { readonly type: 'http'; readonly url: string };

/** Something playable. `trackId` is the same for the same source, so that it is prepared once. */
export interface Track {
  readonly trackId: string;
  readonly title: string;
  readonly performer: string | null;
  /** null: not known or endless. */
  readonly durationMs: number | null;
  readonly source: TrackSource;
}

/** Whoever did something. `name` is what the chat shows: `@olga`, or a first name. */
export interface Person {
  readonly id: number;
  readonly name: string;
}

/** A track's place in a stream's queue. Its position (1-based) is its place in the list. */
export interface QueueItem {
  readonly itemId: string;
  readonly track: Track;
  readonly addedBy: Person;
  /** Unix time in milliseconds. */
  readonly addedAt: number;
}

/** A stream's queue: what comes after the current item. `version` grows with every change. */
export interface Queue {
  readonly streamId: StreamId;
  readonly version: number;
  readonly items: readonly QueueItem[];
}

/** What a stream should be doing. The chat side writes wishes, the owning player makes them true. */
export interface Playback {
  readonly streamId: StreamId;
  /** Whether the stream should be on the air. */
  readonly isOn: boolean;
  readonly sessionId: string | null;
  readonly isPaused: boolean;
  /** Grows by one with every change of `current`; an operation that names an older one is a no-op. */
  readonly generation: number;
  /** What plays; null: the placeholder. */
  readonly current: QueueItem | null;
  /** Position in `current` as last reported, milliseconds. */
  readonly positionMs: number;
  /** Grows by one with every seek; `positionMs` is then where to go on. */
  readonly seekSerial: number;
  /** Unix time in milliseconds when the session began; null when off. */
  readonly startedAt: number | null;
  /** How the item before `current` ended (the outcome given to `advance`); null: none has yet. */
  readonly endedOutcome?: TrackOutcome | null;
}

/** Why the current item stopped being current. */
export type TrackOutcome = 'finished' | 'skipped' | 'failed' | 'stopped';

/** Why a session ended. */
export type EndReason = 'auto-end' | 'manual' | 'error';

/** What a person asked to play. */
export type PlayQuery =
  | {
      readonly type: 'source';
      readonly source: TrackSource;
      readonly title: string | null;
      readonly performer: string | null;
      readonly durationMs: number | null;
    }
  /** An http(s) URL, or a name in the library. */
  | { readonly type: 'text'; readonly text: string };

/** Why something cannot be played: an expected outcome, shown to the person who asked. */
export type Refusal =
  | { readonly code: 'no-audio' | 'unreadable' | 'empty-file' | 'truncated' | 'zero-length' | 'file-gone' }
  | {
      readonly code:
        | 'url-invalid'
        | 'url-scheme'
        | 'url-private'
        | 'url-no-answer'
        | 'url-html'
        | 'url-empty'
        | 'url-endless';
    }
  | { readonly code: 'url-status'; readonly status: number }
  | { readonly code: 'too-large'; readonly limitMb: number }
  | { readonly code: 'too-long-to-answer' }
  /** `nearest`: up to three library names; empty when the library is empty. */
  | { readonly code: 'not-in-library'; readonly nearest: readonly string[] };

/** What became of a {@link PlayQuery}. */
export type Resolution =
  | { readonly type: 'tracks'; readonly tracks: readonly Track[] }
  | { readonly type: 'refused'; readonly name: string; readonly refusal: Refusal };

/** Why a stream cannot be on the air although it should. */
export type CallProblem =
  | 'assistant-missing'
  | 'assistant-banned'
  | 'may-not-start-call'
  | 'may-not-speak'
  | 'call-scheduled'
  | 'displaced'
  | 'connection-lost'
  | 'telegram-away';

/** The state of a stream as its player sees it. */
export type StreamState = 'off' | 'joining' | 'live' | 'degraded' | 'rejoining' | 'blocked';

/** Who plays and which account joins calls: each player writes one under its own id and renews it. */
export interface PlayerInfo {
  readonly playerId: string;
  readonly assistantId: number;
  /** Without the @; null when the account has none. */
  readonly assistantUsername: string | null;
  readonly isConnected: boolean;
  readonly streams: number;
}
