import type { Entity } from '../../world/detect-entities.ts';

/** An entity as methods take and give them. */
export type TextEntity = Entity & { readonly user?: unknown; readonly custom_emoji_id?: string };

/** A text with its formatting told apart. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly TextEntity[];
}

/** Sorts, drops what is empty, and trims the text as Telegram does: white space goes from both ends. */
export function tidy({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept = entities
    .map((entity) => {
      const from = Math.max(0, entity.offset - start);
      const to = Math.min(trimmed.length, entity.offset + entity.length - start);
      return { ...entity, offset: from, length: to - from };
    })
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: trimmed, entities: kept };
}

/** Bytes of UTF-8 before that index: Telegram's error messages count so. */
export function byteOffset(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index));
}

/** `text_link`, or `text_mention` for tg://user?id=…; null for an address that Telegram ignores. */
export function linkEntity(url: string, offset: number, length: number): TextEntity | null {
  const mention = /^tg:\/\/user\?id=(\d+)$/.exec(url);
  if (mention !== null) return { type: 'text_mention', offset, length, user: { id: Number(mention[1]) } };
  if (!/^(?:https?|tg|ton|mailto|tel):|^[\w-]+(?:\.[\w-]+)+/i.test(url)) return null;
  return { type: 'text_link', offset, length, url: /^[a-z]+:/i.test(url) ? url : `http://${url}` };
}
