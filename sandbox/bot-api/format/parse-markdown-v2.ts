import { badRequest } from '../api-error.ts';
import { byteOffset, type FormattedText, linkEntity, type TextEntity } from './formatted-text.ts';

interface OpenMark {
  readonly mark: string;
  readonly offset: number;
  /** Index in the source, for messages. */
  readonly at: number;
}

/** Mark → type of the entity. */
const entityTypes: Readonly<Record<string, string>> = {
  '*': 'bold',
  _: 'italic',
  __: 'underline',
  '~': 'strikethrough',
  '||': 'spoiler',
  '`': 'code',
  '```': 'pre',
  '[': 'text_link',
  '![': 'custom_emoji',
};

/** As Telegram's messages call them. */
const entityNames: Readonly<Record<string, string>> = {
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  custom_emoji: 'CustomEmoji',
};

/** These mean something everywhere, or must be escaped. */
const reserved = '_*[]()~`>#+-=|{}.!';

/**
 * Telegram's MarkdownV2 (https://core.telegram.org/bots/api#markdownv2-style): every reserved character that marks nothing must
 * be escaped.
 * @throws ApiError 400 "can't parse entities: …".
 */
export function parseMarkdownV2(source: string): FormattedText {
  const parser = new Parser(source);
  return parser.run();
}

/** State of one pass over the source: marks that are open, text and entities so far. */
class Parser {
  readonly #source: string;
  readonly #open: OpenMark[] = [];
  readonly #entities: TextEntity[] = [];
  #text = '';
  #index = 0;
  /** Where the current block quote's text began; null outside of one. */
  #quoteOffset: number | null = null;

  constructor(source: string) {
    this.#source = source;
  }

  run(): FormattedText {
    while (this.#index < this.#source.length) this.#step();
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) {
      const name = entityNames[entityTypes[unclosed.mark] ?? ''] ?? 'Bold';
      throw failure(`Can't find end of ${name} entity at byte offset ${byteOffset(this.#source, unclosed.at)}`);
    }
    this.#endQuote();
    return { text: this.#text, entities: this.#entities };
  }

  /** Takes the next character, mark or escape. Inside code only its own end mark and escapes count. */
  #step(): void {
    const char = this.#source[this.#index] ?? '';
    const next = this.#source[this.#index + 1] ?? '';
    const inside = this.#open.at(-1)?.mark;
    const isVerbatim = inside === '`' || inside === '```';
    if (char === '\\' && next.charCodeAt(0) > 0 && next.charCodeAt(0) <= 126) this.#put(next, 2);
    else if (char === '>' && !isVerbatim && this.#isLineStart()) this.#startQuote();
    else if (isVerbatim && !this.#source.startsWith(inside, this.#index)) this.#put(char, 1);
    else if (reserved.includes(char)) this.#mark(this.#markHere());
    else this.#put(char, 1);
  }

  /** Adds text and moves on by `width` in the source; a line that is no quote ends a quote. */
  #put(text: string, width: number): void {
    this.#text += text;
    this.#index += width;
    if (text === '\n' && this.#source[this.#index] !== '>') this.#endQuote();
  }

  #isLineStart(): boolean {
    return this.#index === 0 || this.#source[this.#index - 1] === '\n';
  }

  #startQuote(): void {
    this.#quoteOffset ??= this.#text.length;
    this.#index += 1;
  }

  #endQuote(): void {
    if (this.#quoteOffset === null) return;
    const offset = this.#quoteOffset;
    this.#quoteOffset = null;
    const length = this.#text.slice(offset).trimEnd().length;
    this.#entities.push({ type: 'blockquote', offset, length });
  }

  /** The longest mark that begins here; '' when none does. */
  #markHere(): string {
    const marks = ['```', '__', '||', '![', '*', '_', '~', '`', '[', ']'];
    return marks.find((mark) => this.#source.startsWith(mark, this.#index)) ?? '';
  }

  /** A mark opens, closes, or stands where it may not. */
  #mark(mark: string): void {
    const last = this.#open.at(-1);
    if (mark === ']' && (last?.mark === '[' || last?.mark === '![')) this.#endLink(last);
    else if (mark !== '' && last?.mark === mark && mark !== '[' && mark !== '![') this.#end(last);
    else if (entityTypes[mark] !== undefined && !this.#open.some((open) => open.mark === mark)) this.#begin(mark);
    else {
      const char = this.#source[this.#index] ?? '';
      throw failure(`Character '${char}' is reserved and must be escaped with the preceding '\\'`);
    }
  }

  #begin(mark: string): void {
    this.#open.push({ mark, offset: this.#text.length, at: this.#index });
    this.#index += mark.length;
    if (mark !== '```') return;
    // ```language on the first line names the language; it is not part of the text.
    const language = /^([^\s`]*)\n/.exec(this.#source.slice(this.#index));
    if (language !== null) this.#index += language[0].length;
  }

  /** Closes the innermost mark. */
  #end({ mark, offset, at }: OpenMark): void {
    this.#open.pop();
    this.#index += mark.length;
    const length = this.#text.length - offset;
    const language = mark === '```' ? /^```([^\s`]+)\n/.exec(this.#source.slice(at))?.[1] : undefined;
    const type = entityTypes[mark] ?? 'bold';
    this.#entities.push({ type, offset, length, ...(language === undefined ? {} : { language }) });
  }

  /** `](address)`: the text before it becomes a link or a custom emoji. */
  #endLink({ mark, offset, at }: OpenMark): void {
    this.#open.pop();
    const address = /^\]\(((?:\\.|[^)\\])*)\)/.exec(this.#source.slice(this.#index));
    const length = this.#text.length - offset;
    if (address === null) {
      if (mark === '![') throw failure(`Custom emoji entity must contain a tg://emoji URL`);
      throw failure(`Can't find end of TextUrl entity at byte offset ${byteOffset(this.#source, at)}`);
    }
    this.#index += address[0].length;
    const url = (address[1] ?? '').replace(/\\(.)/g, '$1');
    const emoji = /^tg:\/\/emoji\?id=(\d+)$/.exec(url)?.[1];
    if (mark === '![') this.#entities.push({ type: 'custom_emoji', offset, length, custom_emoji_id: emoji ?? '' });
    else {
      const link = linkEntity(url, offset, length);
      if (link !== null) this.#entities.push(link);
    }
  }
}

function failure(text: string): Error {
  return badRequest(`can't parse entities: ${text}`);
}
