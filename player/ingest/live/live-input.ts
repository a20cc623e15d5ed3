import type { Readable } from 'node:stream';
import type { Refusal } from '../../../storage/model.ts';
import type { Egress } from '../../egress/create-egress.ts';
import { EgressError } from '../../egress/egress-error.ts';
import { isPlaylistMime, isPlaylistName } from '../../resolve/playlists/playlist-names.ts';

/** A broadcast that has answered. Whoever opened a radio destroys its stream. */
export type LiveInput =
  | {
      readonly type: 'radio';
      readonly stream: Readable;
      /** Bytes of sound between two blocks of ICY metadata; null: the server sends none. */
      readonly metadataInterval: number | null;
      /** As the station calls itself. */
      readonly name: string | null;
    }
  /** `text`: of the playlist that stands at `url`. */
  | { readonly type: 'hls'; readonly url: string; readonly text: string };

/** A broadcast, or why there is none. */
export type OpenedLive =
  | { readonly type: 'ok'; readonly input: LiveInput }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** No playlist of segments is larger, bytes. */
export const maxHlsBytes = 4 * 2 ** 20;

/**
 * Opens a broadcast and finds out which kind it is.
 * @throws EgressError when a playlist breaks off; AppError `aborted`.
 */
export async function openLiveInput(egress: Egress, url: string, signal: AbortSignal): Promise<OpenedLive> {
  const answer = await egress.openLive(url, { signal });
  if (answer.type === 'refused') return answer;
  const { stream, headers, finalUrl, contentType } = answer;
  if (isPlaylistMime(contentType) || isPlaylistName(finalUrl.pathname)) {
    const text = (await readAtMost(stream, maxHlsBytes)).toString('utf8');
    return { type: 'ok', input: { type: 'hls', url: finalUrl.href, text } };
  }
  const interval = Number(headers['icy-metaint']);
  return {
    type: 'ok',
    input: {
      type: 'radio',
      stream,
      metadataInterval: Number.isSafeInteger(interval) && interval > 0 ? interval : null,
      name: decodeName(headers['icy-name']),
    },
  };
}

/**
 * Reads a body to its end.
 * @throws EgressError `too-large` beyond `maxBytes`, or what the stream fails with.
 */
export async function readAtMost(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new EgressError({ code: 'too-large', limitMb: Math.round(maxBytes / 2 ** 20) });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Headers arrive as Latin-1, whatever they were written in. */
function decodeName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header.trim() === '') return null;
  const utf8 = Buffer.from(header, 'latin1').toString('utf8');
  return utf8.includes('\uFFFD') ? header : utf8;
}
