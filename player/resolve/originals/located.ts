import type { Refusal } from '../../../storage/model.ts';

/** A source that is there, before its bytes are fetched. Whoever located it calls `save` or `release`. */
export type Located =
  | {
      readonly type: 'ok';
      readonly trackId: string;
      /** As its sender or site calls it; null when they don't. */
      readonly fileName: string | null;
      /** As its sender or site says; null when they don't. */
      readonly mime: string | null;
      /** Where a link led in the end, after redirects; absent when it is no link. */
      readonly finalUrl?: string;
      /** Whether its sender, site or name says that it is audio or video. */
      readonly claimsAudio: boolean;
      /**
       * Where its bytes are, or how they come.
       * @throws EgressError, AppError `telegram-unavailable`, `telegram-refused`, `aborted`.
       */
      readonly bytes: OwnFile | Download;
      release(): void;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** A file that is on the disk anyway and stays there. */
export interface OwnFile {
  readonly type: 'own';
  readonly path: string;
}

/** Bytes to be fetched. */
export interface Download {
  readonly type: 'download';
  /** How many there should be; null when not known. */
  readonly sizeBytes: number | null;
  /** Whether `open` may be called again after the stream broke. */
  readonly isRepeatable: boolean;
  open(
    signal: AbortSignal,
  ): Promise<
    | { readonly type: 'ok'; readonly stream: AsyncIterable<Uint8Array> }
    | { readonly type: 'refused'; readonly refusal: Refusal }
  >;
}
