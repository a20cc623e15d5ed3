import { z } from 'zod';
import { badRequest } from '../api-error.ts';
import type { Params } from '../params.ts';
import { type FormattedText, type TextEntity, tidy } from './formatted-text.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

const entityList = z.array(
  z.looseObject({ type: z.string(), offset: z.number().int().min(0), length: z.number().int().min(0) }),
);

/** Longest text and longest caption, in characters after the formatting is taken out. */
const limits = { text: 4096, caption: 1024 } as const;

/**
 * The text or caption of a request, by parse_mode or by its entities. Empty when there is none.
 * @throws ApiError 400 as Telegram words it: unparsable, too long.
 */
export function readText(params: Params, field: 'text' | 'caption'): FormattedText {
  const given = tidy(parse(params, field));
  // Telegram counts characters, not UTF-16 units.
  if ([...given.text].length > limits[field])
    throw badRequest(field === 'text' ? 'message is too long' : 'message caption is too long');
  return given;
}

function parse(params: Params, field: 'text' | 'caption'): FormattedText {
  const source = params.text(field) ?? '';
  const mode = params.text('parse_mode')?.toLowerCase();
  switch (mode) {
    case undefined:
      return { text: source, entities: readEntities(params, field === 'text' ? 'entities' : 'caption_entities') };
    case 'html':
      return parseHtml(source);
    case 'markdownv2':
      return parseMarkdownV2(source);
    case 'markdown':
      return parseMarkdown(source);
    default:
      throw badRequest('unsupported parse_mode');
  }
}

function readEntities(params: Params, name: string): readonly TextEntity[] {
  const given = params.json(name);
  if (given === undefined) return [];
  const parsed = entityList.safeParse(given);
  if (!parsed.success) throw badRequest(`can't parse entities: ${name} must be an array of MessageEntity`);
  return parsed.data as readonly TextEntity[];
}
