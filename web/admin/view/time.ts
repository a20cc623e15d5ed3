import { html } from 'hono/html';
import type { Locale } from '../../texts/locale.ts';
import type { Markup } from './markup.ts';

/**
 * A moment: in UTC here, in the viewer's zone by local-times.js, in the same form, so that nothing jumps. The exact one is its title.
 * @param at Unix milliseconds.
 */
export function time(locale: Locale, at: number): Markup {
  const moment = new Date(at);
  const iso = moment.toISOString();
  const text = formatOf(locale).format(moment);
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace('T', ' ')} UTC">${text}</time>`;
}

/** A length as on a record sleeve: `3:07`, `1:02:45`. */
export function length(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

const formats = { en: formatIn('en-GB'), ru: formatIn('ru') } as const;

function formatOf(locale: Locale): Intl.DateTimeFormat {
  return formats[locale];
}

/** The same options stand in static/local-times.js. */
function formatIn(tag: string): Intl.DateTimeFormat {
  const options = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' });
}
