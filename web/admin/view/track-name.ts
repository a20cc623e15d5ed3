import { html } from 'hono/html';
import type { Track } from '../../../storage/model.ts';
import { type Markup, name, nothing } from './markup.ts';

/** “Title · Performer”: titles differ, performers repeat. */
export function trackName({ title, performer }: Pick<Track, 'title' | 'performer'>): Markup {
  return html`<span class="track">${name(title)}${performer === null ? nothing : html` <span class="soft">· ${name(performer)}</span>`}</span>`;
}
