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
  | { readonly type: 'http'; readonly url: string }
  /** Radio (icecast, shoutcast) or HLS: endless, encoded as it comes, no seek. */
  | { readonly type: 'live'; readonly url: string }
  /** A page that yt-dlp can open. */
  | { readonly type: 'yt-dlp'; readonly url: string };

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

/** What happens at the end of an item or of the queue. */
export type LoopMode = 'off' | 'track' | 'queue';

/** A stream's settings: they outlive its sessions. The truth stands in Redis, so that players see it; control mirrors it to SQL. */
export interface StreamSettings {
  readonly whoMayAdd: 'everyone' | 'operators';
  /** How many waiting items one person may have; null: as many as they like. Operators are not limited. */
  readonly itemsPerUser: number | null;
  /** Share of the listeners that skips an item, 1–100; at least two votes. */
  readonly voteSharePercent: number;
  /** Fair queue: the people who add take turns. */
  readonly isFair: boolean;
  readonly loop: LoopMode;
  /** 0–200; Telegram's own participant volume. */
  readonly volumePercent: number;
  /** What plays while the queue is empty; null: the installation's. */
  readonly placeholder: Track | null;
  /** Of announcements in the chat; null: of whoever started the music. */
  readonly language: 'en' | 'ru' | null;
  /** Whether routine confirmations in the chat delete themselves after a while. */
  readonly deletesConfirmations: boolean;
  /** Whether the stream ends by itself when nobody listens; null: as the installation says. */
  readonly isAutoEndOn: boolean | null;
  /** After so many minutes without listeners, 1–1,440; null: the installation's. Kept while auto-end is off. */
  readonly autoEndMinutes: number | null;
  /** Whether playback pauses while nobody listens, and goes on when somebody comes; a pause that a person asked for stays. */
  readonly pausesWhenEmpty: boolean;
}

/** What a stream is set to until somebody changes it. */
export const defaultSettings: StreamSettings = {
  whoMayAdd: 'everyone',
  itemsPerUser: null,
  voteSharePercent: 50,
  isFair: false,
  loop: 'off',
  volumePercent: 100,
  placeholder: null,
  language: null,
  deletesConfirmations: false,
  isAutoEndOn: null,
  autoEndMinutes: null,
  pausesWhenEmpty: false,
};

/** An item that has been current. `reason`: why it failed (an error code or a refusal code); null unless it failed. */
export interface HistoryEntry {
  readonly item: QueueItem;
  readonly outcome: TrackOutcome;
  readonly reason: string | null;
  /** Unix time in milliseconds. */
  readonly endedAt: number;
}

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
  | { readonly code: 'not-in-library'; readonly nearest: readonly string[] }
  /** A playlist without entries; one that leads back to itself (or is nested without end); more entries than are taken. */
  | { readonly code: 'playlist-empty' | 'playlist-loop' | 'playlist-too-long' }
  /** A page that only yt-dlp could open, which is not installed; or it is, and could not. */
  | { readonly code: 'yt-dlp-missing' | 'yt-dlp-failed' | 'nothing-found' };

/** A refusal and what it is about, as a person would call it. */
export interface NamedRefusal {
  readonly name: string;
  readonly refusal: Refusal;
}

/** What became of a {@link PlayQuery}. */
export type Resolution =
  /** `refused`: entries of a playlist or folder that cannot be played. */
  | { readonly type: 'tracks'; readonly tracks: readonly Track[]; readonly refused?: readonly NamedRefusal[] }
  /** A search found several: the person chooses one of up to five. */
  | { readonly type: 'choices'; readonly choices: readonly Track[] }
  | { readonly type: 'refused'; readonly name: string; readonly refusal: Refusal };

/** Who hears a stream (without assistants and bots). */
export interface Listeners {
  readonly count: number;
  /** null: Telegram does not tell, or there are more than 1,000. */
  readonly userIds: readonly number[] | null;
}

/** What is known of a session's listeners. Times are Unix milliseconds of Redis's clock. */
export interface Audience extends Listeners {
  readonly sessionId: string;
  /** Since when nobody listens; null: somebody does. A restart does not change it. */
  readonly emptySince: number | null;
  /** When somebody last asked to keep playing in the present emptiness: the timeout counts from then; null: nobody did. */
  readonly keptAt: number | null;
  /** Whether the chat was warned of the end of the present emptiness, since it was kept last. */
  readonly isWarned: boolean;
  /** The latest `recount` command that this answers. */
  readonly recountId: string | null;
}

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

/** Why nothing is to be heard: somebody paused; nobody listens (a setting); the assistant's microphone was taken by an administrator. */
export type PauseCause = 'wish' | 'empty' | 'muted';

/** What carries the sound into a call (docs/adr/0004). */
export type CallEngineKind = 'native' | 'tgcalls';

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
