import { html } from 'hono/html';

/** A piece of a page: everything put into it was escaped. */
export type Markup = ReturnType<typeof html> | string;

/** Nothing. */
export const nothing: Markup = '';

/** Anybody's text among ours: `bdi` keeps right-to-left names and direction marks from turning the rest of the line around. */
export function name(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

/** Anybody's text where no element can stand, as in a title or a label: isolated by U+2068 … U+2069. */
export function plainName(text: string): string {
  return `\u2068${text}\u2069`;
}
