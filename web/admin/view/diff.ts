import { html } from 'hono/html';
import type { Scene } from '../scene.ts';
import { fieldWord, unsetWord, valueWord } from './change-words.ts';
import type { Markup } from './markup.ts';

/** A field that an action changed. */
export interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Deeper than that, and more than that, is shown as JSON. */
const deepest = 4;
const most = 60;

/** Names that say nothing to people; the page of the entry has them. */
const technical =
  /(^|\.)(id|itemId|trackId|sessionId|userId|addedBy|count|version|isRenamed|durationMs|firstSeenAt|lastSeenAt)$|(^|\.)source\./;

/** The differences of two JSON values, field by field, in the order they stand in; what is the same is left out. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const [was, is] = [flatten(before), flatten(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths
    .filter((path) => was.get(path) !== is.get(path))
    .slice(0, most)
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }));
}

/** The differences as a table. */
export function diff({ texts }: Scene, before: unknown, after: unknown): Markup {
  const { trail } = texts;
  const changes = changesOf(before, after);
  if (changes.length === 0) return html`<p class="empty">${trail.noDetails}</p>`;
  const rows = changes.map(({ path, before: was, after: is }) => {
    const value = (text: string | null) => (text === null ? null : html`<bdi>${valueWord(texts, path, text)}</bdi>`);
    const none = html`<span class="none">${unsetWord(texts, path) ?? trail.nothing}</span>`;
    return html`<tr><th scope="row" title="${path}">${fieldWord(texts, path)}</th>
<td>${was === null ? none : html`<del>${value(was)}</del>`}</td><td>${is === null ? none : html`<ins>${value(is)}</ins>`}</td></tr>`;
  });
  return html`<table class="diff"><thead><tr><th scope="col">${trail.field}</th><th scope="col">${trail.before}</th><th scope="col">${trail.after}</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}

/** The differences on a line, for lists. */
export function shortDiff({ texts }: Scene, before: unknown, after: unknown): Markup {
  const changes = changesOf(before, after).filter(({ path }) => !technical.test(path));
  const shown = changes.slice(0, 2).map(({ path, before: was, after: is }) => {
    const value = (text: string | null) =>
      text === null ? unsetWord(texts, path) : short(valueWord(texts, path, text));
    const label = short(fieldWord(texts, path.split('.').at(-1) ?? path));
    const [old, now] = [value(was), value(is)];
    return old !== null && now !== null ? `${label}: ${old} → ${now}` : `${label}: ${now ?? old ?? ''}`;
  });
  return html`<bdi>${shown.join(' · ')}${changes.length > 2 ? ' …' : ''}</bdi>`;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Leaves by their dotted path. An empty value (null, no text) is no leaf. */
function flatten(value: unknown, path = '', depth = 0, into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined || value === '') return into;
  if (typeof value === 'object' && depth < deepest) {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path === '' ? key : `${path}.${key}`, depth + 1, into);
    return into;
  }
  return into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
}
