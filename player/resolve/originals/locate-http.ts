import type { Egress } from '../../egress/create-egress.ts';
import { isMediaMime, isMediaName } from '../names/media-names.ts';
import type { Located } from './located.ts';
import { trackIdOf } from './track-id.ts';

/** Locates a link: the site has answered, its body is open. It is another track when the site says that it changed. */
export async function locateHttp(egress: Egress, maxBytes: number, url: string, signal: AbortSignal): Promise<Located> {
  const answer = await egress.open(url, { signal, maxBytes });
  if (answer.type === 'refused') return answer;
  const { headers, contentLength, contentType, finalUrl, stream } = answer;
  const version = headers.etag ?? headers['last-modified'] ?? null;
  const fileName = fileNameOf(headers['content-disposition'], finalUrl);
  return {
    type: 'ok',
    trackId: trackIdOf('http', url, version, contentLength),
    fileName,
    mime: contentType,
    finalUrl: finalUrl.href,
    claimsAudio: isMediaMime(contentType) || isMediaName(fileName),
    bytes: {
      type: 'download',
      sizeBytes: contentLength,
      // The body is open once; asking again might bring other bytes than were announced.
      isRepeatable: false,
      open: async () => ({ type: 'ok', stream }),
    },
    release: () => void stream.destroy(),
  };
}

/** RFC 6266 when the site names the file, else the last part of the address. */
function fileNameOf(disposition: string | undefined, url: URL): string {
  const extended = /filename\*=utf-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  if (extended === undefined && plain !== undefined) return plain;
  return decode(extended ?? url.pathname.split('/').at(-1) ?? '');
}

/** Percent signs that encode nothing stay as they are. */
function decode(text: string): string {
  return text.replace(/(%[\da-f]{2})+/gi, (escaped) =>
    Buffer.from(escaped.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
