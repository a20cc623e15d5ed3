/** What a person's words may mean: a link, or a name that may also be a link without its beginning (`site.example/a.mp3`). */
export type TextQuery =
  | { readonly type: 'link'; readonly url: string }
  | { readonly type: 'name'; readonly name: string; readonly orLink: string | null };

/** Addresses that people paste although they cannot be played: they are told so, instead of being looked for in the library. */
const otherScheme = /^(file|ftps?|sftp|data|javascript|mailto|magnet|rtmp|rtsp|smb|ws):/i;

/** Tells links from names. */
export function readTextQuery(text: string): TextQuery {
  const trimmed = text.trim();
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) || /^https?:/i.test(trimmed) || otherScheme.test(trimmed)) {
    return { type: 'link', url: trimmed };
  }
  const isAddress =
    /^(\[[\da-f:.]+\]|[\p{L}\d-]+(\.[\p{L}\d-]+)+)(:\d+)?\/\S*$/iu.test(trimmed) || /^www\.\S+\.\S+$/i.test(trimmed);
  return { type: 'name', name: trimmed, orLink: isAddress ? `http://${trimmed}` : null };
}
