import { html } from 'hono/html';
import type { Scene } from '../scene.ts';
import { inPlace } from './in-place.ts';
import { type Markup, nothing } from './markup.ts';

/** A value of a filter: a link that sets it, or takes it off when it is set. */
export interface Chip {
  readonly label: string;
  readonly href: string;
  readonly isOn: boolean;
}

/** Filters as chips, a group for each. */
export function chips({ texts: { frame } }: Scene, groups: readonly (readonly Chip[])[]): Markup {
  if (groups.every((it) => it.length === 0)) return nothing;
  return html`<nav class="chips" aria-label="${frame.filters}">${groups.map((group) => html`<span>${group.map(chip)}</span>`)}</nav>`;
}

function chip({ label, href, isOn }: Chip): Markup {
  return html`<a href="${href}" ${inPlace} class="chip"${isOn ? html` aria-current="true"` : ''}>${label}</a>`;
}
