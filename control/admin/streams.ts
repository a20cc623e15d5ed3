import type { CallProblem, QueueItem, StreamId, StreamState } from '../../storage/model.ts';
import type { ListQuery, Page } from '../../storage/sql/paging.ts';
import type { SeenChat, SessionSummary, StreamRecord } from '../../storage/sql/records.ts';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound, ReadRequest } from './results.ts';

/** A stream with what it does now. Steering it is not administration: see `skip`, `stop`, `move` … of `Control`. */
export interface StreamView extends StreamRecord {
  readonly isOn: boolean;
  readonly isPaused: boolean;
  readonly state: StreamState;
  readonly problem: CallProblem | null;
  readonly current: QueueItem | null;
  readonly positionMs: number;
  readonly queueLength: number;
  /** null: not known, or off. */
  readonly listeners: number | null;
  /** When the present session began; null: off. */
  readonly startedAt: number | null;
}

/** Which streams. */
export interface StreamFilter {
  readonly isOn?: boolean;
  readonly type?: SeenChat['type'];
}

/** What streams can be sorted by. */
export type StreamSort = 'id' | 'title' | 'firstSeenAt' | 'lastSeenAt';

/** What to list. `search`: part of a title or @username, or an id. */
export type StreamQuery = ListQuery<StreamFilter, StreamSort>;

/** A chat that the bot has not seen yet. `id`: its marked Bot API id. */
export type NewStream = SeenChat;

/** What to change. The title is Telegram's again when the chat is next seen. */
export interface StreamPatch {
  readonly title?: string;
  readonly username?: string | null;
  readonly note?: string | null;
}

/** Streams: admins create, edit and delete; moderators look (and steer). */
export interface StreamAdministration {
  list(request: ReadRequest, query: StreamQuery): Promise<Page<StreamView> | Forbidden>;
  each(request: ReadRequest, query: Omit<StreamQuery, 'page' | 'pageSize'>): AsyncIterable<StreamRecord> | Forbidden;
  find(request: ReadRequest, id: StreamId): Promise<Done<StreamView> | NotFound | Forbidden>;
  /** The latest sessions, newest first; at most 50. */
  sessions(request: ReadRequest, id: StreamId, limit: number): Promise<readonly SessionSummary[] | Forbidden>;
  create(request: AdminRequest, stream: NewStream): Promise<Done<StreamView> | Invalid | Forbidden>;
  update(
    request: AdminRequest,
    id: StreamId,
    change: { readonly patch: StreamPatch; readonly expectedVersion?: number },
  ): Promise<Done<StreamView> | NotFound | Conflict<StreamView> | Invalid | Forbidden>;
  /** Ends it (reason manual), and forgets its queue, settings, sessions and plays. The audit stays. */
  delete(
    request: AdminRequest,
    id: StreamId,
    expectedVersion?: number,
  ): Promise<Done<StreamView> | NotFound | Conflict<StreamView> | Forbidden>;
}
