import type { NamedRefusal, TrackSource } from '../../storage/model.ts';
import type { ListQuery, Page } from '../../storage/sql/paging.ts';
import type { TrackRecord } from '../../storage/sql/records.ts';
import type { AdminRequest, Conflict, Done, Forbidden, Invalid, NotFound, ReadRequest } from './results.ts';

/** A track with how often it was on the air. `lastPlayedAt`: null when it never was. */
export interface TrackView extends TrackRecord {
  readonly playCount: number;
  readonly lastPlayedAt: number | null;
}

/** Which tracks. */
export interface TrackFilter {
  readonly source?: TrackSource['type'];
}

/** What tracks can be sorted by. */
export type TrackSort = 'title' | 'performer' | 'durationMs' | 'playCount' | 'firstSeenAt' | 'lastSeenAt';

/** What to list. `search`: part of a title or performer. */
export type TrackQuery = ListQuery<TrackFilter, TrackSort>;

/** What to change. A name that was given here is what people see from now on, whatever the file says. */
export interface TrackPatch {
  readonly title?: string;
  readonly performer?: string | null;
  readonly note?: string | null;
}

/** Tracks: admins create, edit and delete; moderators look. */
export interface TrackAdministration {
  list(request: ReadRequest, query: TrackQuery): Promise<Page<TrackView> | Forbidden>;
  each(request: ReadRequest, query: Omit<TrackQuery, 'page' | 'pageSize'>): AsyncIterable<TrackView> | Forbidden;
  find(request: ReadRequest, trackId: string): Promise<Done<TrackView> | NotFound | Forbidden>;
  /** `link`: an http(s) address or a name in the library; it is fetched and checked by a player. */
  create(
    request: AdminRequest,
    track: { readonly link: string; readonly title?: string | null; readonly performer?: string | null },
  ): Promise<
    | Done<TrackView>
    | Invalid
    | Forbidden
    | ({ readonly type: 'refused' } & NamedRefusal)
    /** It is a playlist, or a search; or no player answered. */
    | { readonly type: 'several' | 'no-answer' }
  >;
  update(
    request: AdminRequest,
    trackId: string,
    change: { readonly patch: TrackPatch; readonly expectedVersion?: number },
  ): Promise<Done<TrackView> | NotFound | Conflict<TrackView> | Invalid | Forbidden>;
  /** Forgets it and its plays, and has players take it out of their caches; a file of the library is deleted, too. */
  delete(
    request: AdminRequest,
    trackId: string,
    expectedVersion?: number,
  ): Promise<Done<TrackView> | NotFound | Conflict<TrackView> | Forbidden>;
}
