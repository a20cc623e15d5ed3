import { badRequest } from '../api-error.ts';
import { byteOffset, type FormattedText, linkEntity, type TextEntity } from './formatted-text.ts';

interface OpenTag {
  readonly name: string;
  /** Where its text begins in the output. */
  readonly offset: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Tag → type of the entity. */
const entityTypes: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  a: 'text_link',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  blockquote: 'blockquote',
};

const namedCharacters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/**
 * Telegram's HTML (https://core.telegram.org/bots/api#html-style): a few tags, four named characters, no mercy for a `<` that
 * is not escaped.
 * @throws ApiError 400 "can't parse entities: …" with the byte offset.
 */
export function parseHtml(source: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: TextEntity[] = [];
  let text = '';
  let index = 0;
  // One pass: text is copied, tags are stacked, an end tag makes the entity.
  while (index < source.length) {
    const char = source[index];
    if (char === '&') {
      const { decoded, length } = decodeCharacter(source, index);
      text += decoded;
      index += length;
    } else if (char !== '<') {
      text += char;
      index += 1;
    } else if (source[index + 1] === '/') {
      const end = source.indexOf('>', index);
      const tag = open.pop();
      const name = checkEndTag(source, index, end, tag);
      if (tag !== undefined) addEntity(entities, tag, text, open);
      index += name.length + 3;
    } else {
      const { tag, length } = readStartTag(source, index, text.length);
      open.push(tag);
      index += length;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw failure(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

/** Every refusal begins like this. */
function failure(text: string): Error {
  return badRequest(`can't parse entities: ${text}`);
}

/** The name as it is written in an end tag, once it is known to close the innermost open tag. */
function checkEndTag(source: string, index: number, end: number, tag: OpenTag | undefined): string {
  const at = byteOffset(source, index);
  if (end < 0) throw failure(`Unclosed end tag at byte offset ${at}`);
  const written = source.slice(index + 2, end);
  if (tag === undefined) throw failure(`Unexpected end tag at byte offset ${at}`);
  if (written.trim().toLowerCase() !== tag.name)
    throw failure(`Unmatched end tag at byte offset ${at}, expected "</${tag.name}>", found "</${written.trim()}>"`);
  return written;
}

/** A start tag with its attributes, and how long it is in the source. Names are known ones only. */
function readStartTag(source: string, index: number, offset: number): { tag: OpenTag; length: number } {
  const rest = source.slice(index);
  const at = byteOffset(source, index);
  const name = /^<([a-z-]*)/i.exec(rest)?.[1]?.toLowerCase() ?? '';
  if (entityTypes[name] === undefined) throw failure(`Unsupported start tag "${name}" at byte offset ${at}`);
  const whole = /^<[a-z-]+((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*>/i.exec(rest);
  if (whole === null) throw failure(`Unclosed start tag at byte offset ${at}`);
  const attributes = new Map<string, string>();
  for (const match of (whole[1] ?? '').matchAll(/([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi))
    attributes.set((match[1] ?? '').toLowerCase(), decodeAll(match[2] ?? match[3] ?? match[4] ?? ''));
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler')
    throw failure(`Tag "span" must have class "tg-spoiler" at byte offset ${at}`);
  return { tag: { name, offset, attributes }, length: whole[0].length };
}

/** The entity of a tag that has just been closed; `open` holds the tags around it. */
function addEntity(entities: TextEntity[], tag: OpenTag, text: string, open: readonly OpenTag[]): void {
  const length = text.length - tag.offset;
  const base = { offset: tag.offset, length };
  const isInPre = open.at(-1)?.name === 'pre' && open.at(-1)?.offset === tag.offset;
  const language = /^language-(.+)$/.exec(tag.attributes.get('class') ?? '')?.[1];
  if (tag.name === 'a') {
    const link = linkEntity(tag.attributes.get('href') ?? text.slice(tag.offset), tag.offset, length);
    if (link !== null) entities.push(link);
  } else if (tag.name === 'code' && isInPre && language !== undefined) {
    // <pre><code class="language-x"> is one entity: the outer tag adds it, the language waits here for it.
    entities.push({ type: 'pre', ...base, language });
  } else if (tag.name === 'pre') {
    const inner = entities.at(-1);
    if (inner?.type !== 'pre' || inner.offset !== tag.offset) entities.push({ type: 'pre', ...base });
  } else if (tag.name === 'tg-emoji') {
    entities.push({ type: 'custom_emoji', ...base, custom_emoji_id: tag.attributes.get('emoji-id') ?? '' });
  } else {
    const isExpandable = tag.name === 'blockquote' && tag.attributes.has('expandable');
    entities.push({ type: isExpandable ? 'expandable_blockquote' : (entityTypes[tag.name] ?? 'bold'), ...base });
  }
}

/** Only `&lt; &gt; &amp; &quot;` and numbers are characters; every other `&` stands for itself. */
function decodeCharacter(source: string, index: number): { decoded: string; length: number } {
  const match = /^&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));?/i.exec(source.slice(index, index + 12));
  const [whole = '&', decimal, hex, name] = match ?? [];
  const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : 0;
  if (code > 0 && code <= 0x10_ff_ff) return { decoded: String.fromCodePoint(code), length: whole.length };
  const named = name === undefined ? undefined : namedCharacters[name];
  return named === undefined ? { decoded: '&', length: 1 } : { decoded: named, length: whole.length };
}

/** The same in the value of an attribute. */
function decodeAll(text: string): string {
  return text.replace(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]+);?/gi, (match) =>
    decodeCharacter(match, 0).decoded === '&' && match !== '&amp;' ? match : decodeCharacter(match, 0).decoded,
  );
}
