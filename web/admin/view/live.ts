import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/**
 * Makes a form of a stream's page change the live part where it stands, with the note; without JavaScript it is a form as any.
 * Morphing leaves what did not change as it is, with focus and scroll.
 * @param also what else of the page is replaced, as a selector.
 */
export function live(streamId: number, what: string, also?: string): Markup {
  const others = also === undefined ? '#notes' : `#notes,${also}`;
  return html`hx-post="/admin/streams/${streamId}/${what}" hx-target="#live" hx-select="#live" hx-select-oob="${others}" hx-swap="outerMorph"`;
}
