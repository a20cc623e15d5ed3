import { badRequest } from '../api-error.ts';
import { byteOffset, type FormattedText, linkEntity, type TextEntity } from './formatted-text.ts';

/** Longest first: three back ticks are not one and two. */
const marks: readonly (readonly [mark: string, type: string, name: string])[] = [
  ['```', 'pre', 'Pre'],
  ['`', 'code', 'Code'],
  ['*', 'bold', 'Bold'],
  ['_', 'italic', 'Italic'],
];

/**
 * Telegram's old Markdown (https://core.telegram.org/bots/api#markdown-style): no nesting, nothing else is reserved.
 * @throws ApiError 400 "can't parse entities: Can't find end of the entity…".
 */
export function parseMarkdown(source: string): FormattedText {
  const entities: TextEntity[] = [];
  let text = '';
  let index = 0;
  while (index < source.length) {
    const char = source[index] ?? '';
    const mark = marks.find(([given]) => source.startsWith(given, index));
    const link = /^\[([^\]]+)\]\(([^)]+)\)/.exec(source.slice(index));
    if (char === '\\' && '_*`['.includes(source[index + 1] ?? ' ')) {
      text += source[index + 1];
      index += 2;
    } else if (mark !== undefined) {
      const [given, type] = mark;
      const end = source.indexOf(given, index + given.length);
      if (end < 0) {
        const at = byteOffset(source, index);
        throw badRequest(`can't parse entities: Can't find end of the entity starting at byte offset ${at}`);
      }
      const inner = source.slice(index + given.length, end);
      entities.push({ type, offset: text.length, length: inner.length });
      text += inner;
      index = end + given.length;
    } else if (link !== null) {
      const entity = linkEntity(link[2] ?? '', text.length, (link[1] ?? '').length);
      if (entity !== null) entities.push(entity);
      text += link[1] ?? '';
      index += link[0].length;
    } else {
      text += char;
      index += 1;
    }
  }
  return { text, entities };
}
