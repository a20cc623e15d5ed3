import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** What is known of something, as terms and what they are. */
export function facts(rows: readonly (readonly [term: string, value: Markup])[]): Markup {
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** A titled part of a page. */
export function section(title: string, body: Markup, className = ''): Markup {
  return html`<section class="part ${className}"><h2>${title}</h2>${body}</section>`;
}
